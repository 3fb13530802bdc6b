using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Prompts;

/// <summary>The JSON files beside prompts.</summary>
[JsonSerializable(typeof(PriceList))]
[JsonSerializable(typeof(ReleasedPrompts))]
internal sealed partial class PromptsJson : JsonSerializerContext
{
    public static PromptsJson Strict { get; } = new(OwnJson.Options(isIndented: true));

    /// <summary>File and line of what could not be read.</summary>
    public static string Place(string path, JsonException e) =>
        e.LineNumber is { } zeroBased ? string.Create(CultureInfo.InvariantCulture, $"{path}:{zeroBased + 1}") : path;

    /// <summary>What could not be read, without the place in .NET's words.</summary>
    public static string Reason(JsonException e) => e.Message.Split(" Path: ")[0].TrimEnd('.');
}
