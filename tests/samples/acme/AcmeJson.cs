using System.Text.Json;
using System.Text.Json.Serialization;

namespace Acme;

internal sealed record Question(string Model, IReadOnlyList<Line> Messages, JsonElement? Schema, int? MaxTokens);

internal sealed record Line(string Role, string Text);

internal sealed record Answer(string? Model, string? Text, string? Stop, Tokens? Tokens);

internal sealed record Tokens(int In, int Out);

internal sealed record Error(string? Code);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Error))]
internal sealed partial class AcmeJson : JsonSerializerContext;
