using System.Text.Json.Serialization;

namespace TnsEval.Gates;

/// <summary>The JSON of gates.</summary>
[JsonSerializable(typeof(GateReport))]
public sealed partial class GateJson : JsonSerializerContext
{
    /// <summary>For people and scripts.</summary>
    public static GateJson Indented { get; } = new(OwnJson.Options(isIndented: true));
}
