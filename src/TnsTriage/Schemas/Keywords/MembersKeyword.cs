using System.Collections.Frozen;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Patterns;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c>, <c>additionalProperties</c>, <c>propertyNames</c> and <c>required</c> in one pass over an
/// object. A name that <c>properties</c> or <c>required</c> mentions and that comes twice makes the instance invalid: readers differ in
/// which of the two they take.
/// </summary>
internal sealed class MembersKeyword : Keyword
{
    private readonly string _pointer;
    private readonly Member[] _members;
    private readonly FrozenDictionary<string, int> _indexOf;
    private readonly IReadOnlyList<(EcmaPattern Name, SchemaNode Schema)> _patterns;
    private readonly SchemaNode? _additional;
    private readonly PropertyNames? _names;

    private MembersKeyword(SchemaSource source, Member[] members)
    {
        _pointer = source.Pointer;
        _members = members;
        _indexOf = members.Index().ToFrozenDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        _patterns = source.SchemasByPattern("patternProperties");
        _additional = source.Schema("additionalProperties");
        _names = source.Schema("propertyNames") is { } schema ? new PropertyNames(schema) : null;
    }

    public static MembersKeyword? Read(SchemaSource source)
    {
        if (!source.HasAny("properties", "patternProperties", "additionalProperties", "propertyNames", "required"))
        {
            return null;
        }

        var schemas = source.SchemasByName("properties");
        var required = (source.Names("required") ?? []).ToHashSet(StringComparer.Ordinal);
        var members = schemas.Keys.Union(required, StringComparer.Ordinal)
            .Select(name => new Member(name, schemas.GetValueOrDefault(name), required.Contains(name)));
        return new MembersKeyword(source, [.. members]);
    }

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        Span<bool> seen = _members.Length <= 64 ? stackalloc bool[64] : new bool[_members.Length];
        Span<char> buffer = stackalloc char[JsonText.BufferSize];
        var lookup = _indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var isValid = true;
        foreach (var property in instance.EnumerateObject())
        {
            var rawName = JsonText.RawName(property);
            if (!JsonText.IsWellFormed(rawName))
            {
                return evaluation.Refuse(instance, _pointer, "has a property name with half of a surrogate pair or broken UTF-8");
            }

            var name = JsonText.Decode(rawName, buffer);
            var index = lookup.TryGetValue(name, out var found) ? found : -1;
            if (index >= 0 && seen[index])
            {
                return evaluation.Refuse(instance, _pointer, $"has the property \"{_members[index].Name}\" twice");
            }

            if (index >= 0)
            {
                seen[index] = true;
            }

            isValid &= EvaluateMember(property, name, index, evaluation);
            if (!isValid && evaluation.IsProbing)
            {
                return false;
            }
        }

        return HasRequired(instance, seen, evaluation) && isValid;
    }

    private bool EvaluateMember(JsonProperty property, ReadOnlySpan<char> name, int index, Evaluation evaluation)
    {
        var findings = evaluation.Findings;
        var mark = findings?.Descend(name) ?? 0;

        var isValid = _names is null || _names.Allow(property, evaluation);
        var isNamed = false;
        if (index >= 0 && _members[index].Schema is { } schema)
        {
            isNamed = true;
            isValid &= schema.Evaluate(property.Value, evaluation);
        }

        foreach (var (pattern, patternSchema) in _patterns)
        {
            if (!pattern.TryMatch(name, out var isMatch))
            {
                return evaluation.Refuse(property.Value, _pointer, $"has a name that takes too long to match the pattern {pattern.Source}");
            }

            if (isMatch)
            {
                isNamed = true;
                isValid &= patternSchema.Evaluate(property.Value, evaluation);
            }
        }

        if (!isNamed && _additional is not null)
        {
            isValid &= EvaluateAdditional(property.Value, evaluation);
        }

        findings?.Ascend(mark);
        return isValid;
    }

    private bool EvaluateAdditional(JsonElement value, Evaluation evaluation)
    {
        if (!_additional!.IsFalse)
        {
            return _additional.Evaluate(value, evaluation);
        }

        evaluation.Findings?.Add(value, _additional.Pointer, $"is not a known property; remove it. {KnownNames()}");
        return false;
    }

    private bool HasRequired(JsonElement instance, ReadOnlySpan<bool> seen, Evaluation evaluation)
    {
        var hasAll = true;
        for (var index = 0; index < _members.Length; index++)
        {
            if (_members[index].IsRequired && !seen[index])
            {
                hasAll = false;
                evaluation.Findings?.Add(instance, $"{_pointer}/required", $"lacks the property \"{_members[index].Name}\"");
            }
        }

        return hasAll;
    }

    private string KnownNames()
    {
        const int maxNames = 40;
        var names = _members.Where(member => member.Schema is not null).Select(member => $"\"{member.Name}\"").ToList();
        return names.Count == 0
            ? "No property has a name of its own here"
            : $"Known are {string.Join(", ", names.Take(maxNames))}{(names.Count > maxNames ? " and more" : "")}";
    }

    private sealed record Member(string Name, SchemaNode? Schema, bool IsRequired);
}
