using System.Text.Json.Serialization;

namespace TnsEval.Calls.Recording;

/// <summary>What a run does with the answer cache.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CacheMode>))]
public enum CacheMode
{
    /// <summary>Nothing: every answer is asked for.</summary>
    [JsonStringEnumMemberName("off")] Off,

    /// <summary>Answers that it holds are not asked for again, and answers that were assessed are kept.</summary>
    [JsonStringEnumMemberName("read-write")] ReadWrite,

    /// <summary>No model is called: a case whose answer it does not hold fails, and the run with it.</summary>
    [JsonStringEnumMemberName("replay-only")] ReplayOnly,
}
