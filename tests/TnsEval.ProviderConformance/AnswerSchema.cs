using System.Text.Json;

namespace TnsEval.ProviderConformance;

/// <summary>A small schema of the kind that prompts carry.</summary>
internal static class AnswerSchema
{
    public static JsonElement Element { get; } = JsonElement.Parse("""
        {"type": "object", "additionalProperties": false, "required": ["length", "to"],
         "properties": {"length": {"type": "integer"}, "to": {"type": "string"}}}
        """);
}
