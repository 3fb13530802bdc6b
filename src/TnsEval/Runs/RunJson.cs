using System.Text.Json.Serialization;

namespace TnsEval.Runs;

/// <summary>The JSON of a run folder.</summary>
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(CaseRecord))]
public sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>For files that people read.</summary>
    public static RunJson Indented { get; } = new(OwnJson.Options(isIndented: true));

    /// <summary>For the journal: one record a line.</summary>
    public static RunJson Lines { get; } = new(OwnJson.Options(isIndented: false));
}
