using System.Text.Json.Serialization;

namespace TnsEval.Runs;

/// <summary>What a power cut or a crash of the operating system may take from a journal. A killed process loses nothing that was acknowledged, whichever it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Durability>))]
public enum Durability
{
    /// <summary>Nothing: each group of lines is on the disk before its cases count as done.</summary>
    [JsonStringEnumMemberName("case")] Case,

    /// <summary>At most the last second: the disk is told to write once a second.</summary>
    [JsonStringEnumMemberName("batch")] Batch,

    /// <summary>What the operating system had not written yet, some 30 seconds on most systems.</summary>
    [JsonStringEnumMemberName("none")] None,
}
