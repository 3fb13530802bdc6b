using System.Text.Json.Serialization;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>What became of the rows of an import. <see cref="Read"/> is counted where rows are read, the others where they end: they must add up.</summary>
public sealed record ImportReport
{
    /// <summary>Rows of all sources, whatever became of them; a header is none.</summary>
    public required int Read { get; init; }

    /// <summary>How many rows had each fate; every fate has an entry.</summary>
    public required IReadOnlyDictionary<RowFate, int> Rows { get; init; }

    /// <summary>Whether the output is there although no row could be written: what an earlier import left there, unchanged.</summary>
    public required bool IsOldOutputKept { get; init; }

    /// <summary>How many rejected rows have each reason, most frequent first. One row may have several.</summary>
    public required IReadOnlyList<(string Code, int Rows)> Reasons { get; init; }

    /// <summary>What the user should know although nothing is wrong, such as an encoding that had to be assumed.</summary>
    public required IReadOnlyList<Problem> Notes { get; init; }
}

/// <summary>What becomes of a row; exactly one of these.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RowFate>))]
public enum RowFate
{
    /// <summary>It is a case of the new eval set.</summary>
    [JsonStringEnumMemberName("written")] Written,

    /// <summary>A row of the same text was written before: the same but for white space and how accents are encoded.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,

    /// <summary>It has no text.</summary>
    [JsonStringEnumMemberName("empty")] Empty,

    /// <summary>It is in the file of rejected rows, with its reasons.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
}
