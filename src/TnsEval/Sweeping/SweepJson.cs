using System.Text.Json.Serialization;

namespace TnsEval.Sweeping;

/// <summary>The JSON of <c>tnseval sweep --json</c>.</summary>
[JsonSerializable(typeof(Sweep))]
public sealed partial class SweepJson : JsonSerializerContext
{
    /// <summary>For people and scripts.</summary>
    public static SweepJson Indented { get; } = new(OwnJson.Options(isIndented: true));
}
