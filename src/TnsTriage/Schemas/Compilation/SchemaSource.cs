using System.Collections.Frozen;
using System.Text.Json;
using TnsTriage.Schemas.Keywords;
using TnsTriage.Schemas.Patterns;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Compilation;

/// <summary>
/// One schema object while it is compiled: gives each keyword its value in the shape that the keyword asks for. What is malformed is
/// reported and then taken as absent, so that the reading goes on to the next problem.
/// </summary>
internal sealed class SchemaSource(SchemaCompiler compiler, string pointer, IReadOnlyDictionary<string, JsonElement> members, int depth)
{
    private const int MaxLengthShown = 60;

    private static readonly FrozenDictionary<string, JsonElement> NoMembers = FrozenDictionary<string, JsonElement>.Empty;

    /// <summary>JSON pointer to the schema object.</summary>
    public string Pointer => pointer;

    public bool IsRoot => pointer.Length == 0;

    public IEnumerable<string> MemberNames => members.Keys;

    public string PointerTo(string keyword) => JsonPointer.Append(pointer, keyword);

    public void Report(string keyword, string what) => compiler.Report(PointerTo(keyword), what);

    public bool TryGet(string keyword, out JsonElement value) => members.TryGetValue(keyword, out value);

    public bool HasAny(params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (members.ContainsKey(keyword))
            {
                return true;
            }
        }

        return false;
    }

    public string? Text(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        if (IsWholeText(value))
        {
            return JsonText.Text(value);
        }

        ReportShape(PointerTo(keyword), keyword, "a string of whole characters", value);
        return null;
    }

    public bool? Flag(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.ValueKind == JsonValueKind.True;
        }

        ReportShape(PointerTo(keyword), keyword, "true or false", value);
        return null;
    }

    /// <summary>The number as it is written.</summary>
    public string? Number(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }

        ReportShape(PointerTo(keyword), keyword, "a number", value);
        return null;
    }

    /// <summary>A non-negative integer; one that no size can reach becomes the largest long.</summary>
    public long? Count(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && JsonNumber.Of(value) is { IsInteger: true, IsNegative: false } number)
        {
            return number.ToInt64Saturated();
        }

        ReportShape(PointerTo(keyword), keyword, "a non-negative integer", value);
        return null;
    }

    public IReadOnlyList<string>? Names(string keyword) =>
        TryGet(keyword, out var value) ? NamesOf(PointerTo(keyword), keyword, value) : null;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> NamesByName(string keyword)
    {
        var byName = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(keyword))
        {
            byName[name] = NamesOf(JsonPointer.Append(PointerTo(keyword), name), keyword, value) ?? [];
        }

        return byName;
    }

    public SchemaNode? Schema(string keyword) => TryGet(keyword, out var value) ? CompileChild(value, PointerTo(keyword)) : null;

    public IReadOnlyList<SchemaNode> SchemaList(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            return [.. value.EnumerateArray().Select((item, index) => CompileChild(item, JsonPointer.Append(PointerTo(keyword), index)))];
        }

        ReportShape(PointerTo(keyword), keyword, "an array of at least one schema", value);
        return [];
    }

    public IReadOnlyDictionary<string, SchemaNode> SchemasByName(string keyword)
    {
        var byName = new OrderedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(keyword))
        {
            byName[name] = CompileChild(value, JsonPointer.Append(PointerTo(keyword), name));
        }

        return byName;
    }

    public IReadOnlyList<(EcmaPattern Name, SchemaNode Schema)> SchemasByPattern(string keyword)
    {
        var byPattern = new List<(EcmaPattern, SchemaNode)>();
        foreach (var (name, schema) in SchemasByName(keyword))
        {
            if (Pattern(JsonPointer.Append(PointerTo(keyword), name), name) is { } pattern)
            {
                byPattern.Add((pattern, schema));
            }
        }

        return byPattern;
    }

    public EcmaPattern? Pattern(string at, string text)
    {
        if (EcmaPattern.TryCompile(text, out var pattern, out var problem))
        {
            return pattern;
        }

        compiler.Report(at, $"the pattern {problem}");
        return null;
    }

    private SchemaNode CompileChild(JsonElement schema, string at) => compiler.Compile(schema, at, depth + 1);

    private IReadOnlyDictionary<string, JsonElement> Members(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return NoMembers;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return compiler.MembersOf(value, PointerTo(keyword));
        }

        ReportShape(PointerTo(keyword), keyword, "an object", value);
        return NoMembers;
    }

    private List<string>? NamesOf(string at, string keyword, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsWholeText))
        {
            var names = value.EnumerateArray().Select(JsonText.Text).ToList();
            if (names.Distinct(StringComparer.Ordinal).Count() == names.Count)
            {
                return names;
            }
        }

        ReportShape(at, keyword, "an array of strings, each once", value);
        return null;
    }

    private void ReportShape(string at, string keyword, string shape, JsonElement value) =>
        compiler.Report(at, $"\"{keyword}\" must be {shape}, but is {TextOf.Shortened(value.GetRawText(), MaxLengthShown)}");

    private static bool IsWholeText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonText.IsWellFormed(JsonText.Raw(value));
}
