using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Scoring;

/// <summary>
/// Scorecards as JSON: camelCase members in the order of their declaration, enum names as on the wire, the same bytes for the same numbers.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Scorecard))]
public sealed partial class ScorecardJson : JsonSerializerContext;
