using System.Text.Json.Serialization;
using TnsTriage.Assessments;

namespace TnsTriage.Service.Ledger;

/// <summary>What one prompt on one model made of a ticket, and what it took. Holds no text of either.</summary>
internal sealed record Judgement
{
    /// <summary>What became of the ticket.</summary>
    public required JudgementOutcome Outcome { get; init; }

    /// <summary>Why there is no assessment; null when there is one. Without content.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be done: the assessment's verdict, and review where there is none, for silence is not an answer.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The assessment's severity; null when there is none.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What was found, the primary one first.</summary>
    public IReadOnlyList<CategoryFinding> Categories { get; init; } = [];

    /// <summary>The prompt version's name.</summary>
    public required string Prompt { get; init; }

    /// <summary>The prompt version's hash.</summary>
    public required string PromptHash { get; init; }

    /// <summary>The model as configuration names it.</summary>
    public required string ModelAsked { get; init; }

    /// <summary>The model as it called itself; null when it was not asked or did not say.</summary>
    public string? ModelReturned { get; init; }

    /// <summary>Time in model calls.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Model calls.</summary>
    public int Calls { get; init; }

    /// <summary>Tokens; null when not said.</summary>
    public TokenUsage? Usage { get; init; }
}

/// <summary>What became of a ticket; all but the first are no answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JudgementOutcome>))]
internal enum JudgementOutcome
{
    /// <summary>There is an assessment.</summary>
    [JsonStringEnumMemberName("assessed")] Assessed,

    /// <summary>No answer kept the contract.</summary>
    [JsonStringEnumMemberName("malformed")] Malformed,

    /// <summary>The model declined.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>The ticket or the answer was cut.</summary>
    [JsonStringEnumMemberName("truncated")] Truncated,

    /// <summary>No answer came in time.</summary>
    [JsonStringEnumMemberName("timed_out")] TimedOut,

    /// <summary>The call failed.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>There was nothing that a model could read: Front withholds the text, or there is none.</summary>
    [JsonStringEnumMemberName("not_readable")] NotReadable,
}
