using System.Text.Encodings.Web;
using System.Text.Json;

namespace TnsEval;

/// <summary>How JSON files that are ours are read and written: unknown, missing, duplicate and null members all fail.</summary>
internal static class OwnJson
{
    // For contexts made at run time: JsonSerializerDefaults.Strict in [JsonSourceGenerationOptions] throws when the attribute is read by reflection (dotnet/runtime#122757).
    public static JsonSerializerOptions Options(bool isIndented) => new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = isIndented,
        NewLine = "\n",
    };
}
