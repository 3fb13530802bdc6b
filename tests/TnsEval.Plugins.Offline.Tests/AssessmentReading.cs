using System.Text.Json;

namespace TnsEval.Plugins.Offline.Tests;

/// <summary>Reads answers the way a test states its claim.</summary>
internal static class AssessmentReading
{
    extension(JsonElement answer)
    {
        public string Verdict => answer.GetProperty("verdict").GetString()!;

        public bool IsAlarm => answer.Verdict.StartsWith("escalate", StringComparison.Ordinal);

        public IReadOnlyList<string> Categories => answer.TextsOf("categories", "id");

        public IReadOnlyList<string> Quotes => answer.TextsOf("evidence", "quote");

        private IReadOnlyList<string> TextsOf(string array, string property) =>
            [.. answer.GetProperty(array).EnumerateArray().Select(element => element.GetProperty(property).GetString()!)];
    }

    /// <summary>Where an answer does not have the shape of a schema; written apart from the plugin's own reading of schemas.</summary>
    public static IEnumerable<string> Misshapen(JsonElement schema, JsonElement answer, string at = "")
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(value => JsonElement.DeepEquals(value, answer)))
        {
            yield return $"{at} has a value that is not allowed: {answer.GetRawText()}";
        }

        string[] types = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
            ? [.. several.EnumerateArray().Select(type => type.GetString()!)]
            : [schema.GetProperty("type").GetString()!];
        var type = answer.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        if (!types.Contains(type, StringComparer.Ordinal))
        {
            yield return $"{at} is {type}";
        }

        if (type == "object")
        {
            var properties = schema.GetProperty("properties");
            var expected = properties.EnumerateObject().Select(property => property.Name);
            if (!answer.EnumerateObject().Select(property => property.Name).SequenceEqual(expected, StringComparer.Ordinal))
            {
                yield return $"{at} has other properties, or in another order";
                yield break;
            }

            foreach (var property in answer.EnumerateObject())
            {
                foreach (var problem in Misshapen(properties.GetProperty(property.Name), property.Value, $"{at}/{property.Name}"))
                {
                    yield return problem;
                }
            }
        }

        if (type == "array")
        {
            foreach (var item in answer.EnumerateArray())
            {
                foreach (var problem in Misshapen(schema.GetProperty("items"), item, $"{at}/item"))
                {
                    yield return problem;
                }
            }
        }
    }
}
