using System.Text.Json;
using TnsTriage;

namespace TnsEval.EvalSets;

/// <summary>
/// One JSON object read without forgiveness: unknown, repeated and missing keys, nulls and wrong types are reported, and reading goes on, so that
/// all of a line's problems come out at once. A value that could not be read is null.
/// </summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly string _place;
    private readonly Action<string, string> _report;

    /// <param name="element">A JSON object.</param>
    /// <param name="place">Where it stands in its line: empty for the line itself, else such as <c> in item 2 of "thread"</c>.</param>
    /// <param name="required">Keys that must be there.</param>
    /// <param name="optional">Keys that may be there.</param>
    /// <param name="report">Takes what is wrong and how to fix it.</param>
    public StrictObject(
        JsonElement element, string place, IReadOnlyList<string> required, IReadOnlyList<string> optional, Action<string, string> report)
    {
        (_place, _report) = (place, report);
        string[] known = [.. required, .. optional];
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                report($"unknown key {ShownValue.Of(property.Name)}{place}", NearestName.Fix(property.Name, known));
            }
            else if (!_values.TryAdd(property.Name, property.Value))
            {
                report($"key \"{property.Name}\"{place} stands twice", "Keep one of them");
            }
        }

        foreach (var name in required.Where(name => !_values.ContainsKey(name)))
        {
            report($"key \"{name}\"{place} is missing", "Add it");
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public bool IsNull(string name) => _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public string? Text(string name) => Value(name, JsonValueKind.String)?.GetString();

    /// <summary>The items of an array; null when it is none, or when an item is of another kind or read as null.</summary>
    public IReadOnlyList<T>? List<T>(string name, JsonValueKind kind, Func<JsonElement, int, T?> read) where T : class
    {
        if (Value(name, JsonValueKind.Array) is not { } array)
        {
            return null;
        }

        var items = new List<T>();
        var number = 0;
        foreach (var element in array.EnumerateArray())
        {
            number++;
            if (OfKind(element, $"item {number} of \"{name}\"", kind) is { } fitting && read(fitting, number) is { } item)
            {
                items.Add(item);
            }
        }

        return items.Count == number ? items : null;
    }

    private JsonElement? Value(string name, JsonValueKind kind) =>
        _values.TryGetValue(name, out var value) ? OfKind(value, $"\"{name}\"", kind) : null;

    private JsonElement? OfKind(JsonElement value, string what, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
        {
            return value;
        }

        _report($"{what}{_place} is {NameOf(value.ValueKind)}, not {NameOf(kind)}", $"Write {NameOf(kind)}");
        return null;
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
