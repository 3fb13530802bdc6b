using System.Text.Json;

namespace TnsEval.Plugins.Offline;

/// <summary>One thing that the prompt teaches: a phrase from a definition or a few-shot ticket, and what it stands for.</summary>
/// <param name="Text">The phrase, or the few-shot ticket as it stands in its fence.</param>
/// <param name="IsAlarm">Whether it is an example of what must be escalated, or of what only looks like it.</param>
/// <param name="Category">The category id; null for a few-shot without one.</param>
/// <param name="Answer">What the prompt answers to a few-shot ticket; null for a phrase from a definition.</param>
internal sealed record Exemplar(string Text, bool IsAlarm, string? Category, TaughtAnswer? Answer);

/// <summary>The assessment that a few-shot's assistant message shows.</summary>
internal sealed class TaughtAnswer
{
    private readonly JsonElement _json;

    private TaughtAnswer(JsonElement json) => _json = json;

    /// <summary>The severity it states, or null.</summary>
    public string? Severity => Text("severity");

    /// <summary>The first category it names, or null.</summary>
    public string? Category => First("categories") is { } first ? Text(first, "id") ?? AsText(first) : null;

    /// <summary>Whether it alarms: by the severity it states, else by its verdict, else by whether it names a category.</summary>
    public bool IsAlarm => (Severity, Text("verdict")) switch
    {
        ({ } severity, _) => severity is not (SeverityNames.None or SeverityNames.Low),
        (_, { } verdict) => verdict is not (VerdictNames.None or VerdictNames.Review),
        _ => Category is not null,
    };

    /// <summary>Reads an assistant message; null when it is not a JSON object.</summary>
    public static TaughtAnswer? Read(string message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new TaughtAnswer(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text at a path of property names; arrays stand for their first element. Null when there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var element = _json;
        foreach (var name in path)
        {
            if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
            {
                element = element[0];
            }

            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return AsText(element);
    }

    private JsonElement? First(string array) =>
        _json.TryGetProperty(array, out var items) && items.ValueKind == JsonValueKind.Array && items.GetArrayLength() > 0
            ? items[0]
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? AsText(value) : null;

    private static string? AsText(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
