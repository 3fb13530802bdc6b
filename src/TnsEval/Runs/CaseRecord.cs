using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Runs;

/// <summary>
/// One line of <c>cases.jsonl</c>: what became of one case, together with its label, so that everything after the run is a function of the journal alone.
/// </summary>
public sealed record CaseRecord
{
    /// <summary>The case.</summary>
    public required CaseId Id { get; init; }

    /// <summary>Which repeat of the case, from 0.</summary>
    public int Repeat { get; init; }

    /// <summary>The <see cref="Perturbing.Perturbation"/> that the ticket was rewritten by; null for the ticket as it is.</summary>
    public string? Perturbation { get; init; }

    /// <summary>What people decided about it.</summary>
    public required Label Label { get; init; }

    /// <summary>The ticket's language.</summary>
    public required string Language { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> StressTags { get; init; } = [];

    /// <summary>Its twin.</summary>
    public CaseId? Pair { get; init; }

    /// <summary>Which kind of outcome.</summary>
    public required OutcomeKind Outcome { get; init; }

    /// <summary>The assessment, exactly when <see cref="Outcome"/> is assessed.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>Why there is none, for people; null when there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Violations of the first answer that was rejected; empty when the first answer was accepted.</summary>
    public IReadOnlyList<ContractViolation> FirstViolations { get; init; } = [];

    /// <summary>The model's answers as they came.</summary>
    public IReadOnlyList<string> ModelTexts { get; init; } = [];

    /// <summary>Model calls made.</summary>
    public required int Attempts { get; init; }

    /// <summary>Answers that were right but for a code fence around them.</summary>
    public int FormatSlips { get; init; }

    /// <summary>Milliseconds spent in attempts at the provider, waits left out.</summary>
    public required double LatencyMs { get; init; }

    /// <summary>Attempts at the provider that were made again because one failed.</summary>
    public int Retries { get; init; }

    /// <summary>Answers that came from the cache.</summary>
    public int CachedAnswers { get; init; }

    /// <summary>Whether a recording was to answer and holds no answer: the case failed for want of one.</summary>
    public bool IsNotRecorded { get; init; }

    /// <summary>Milliseconds waited for a turn or before a retry; no part of <see cref="LatencyMs"/>.</summary>
    public double WaitMs { get; init; }

    /// <summary>How the server was held to the schema, where the provider said.</summary>
    public StructuredOutput? StructuredOutput { get; init; }

    /// <summary>Request parameters that were left out because the server does not take them; see <see cref="ResponseNotes"/>.</summary>
    public IReadOnlyList<string> DroppedParameters { get; init; } = [];

    /// <summary>Tokens over all calls, where the provider said.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The model's name as the provider returned it.</summary>
    public string? ModelId { get; init; }

    /// <summary>Whether it is of the ticket as it is: such records alone make the headline rates and are compared between runs.</summary>
    [JsonIgnore]
    public bool IsOriginal => Perturbation is null;

    /// <summary>What the record goes by: no other of its run has the same.</summary>
    [JsonIgnore]
    public RecordKey Key => new(Id, Repeat, Perturbation);

    /// <summary>The record of one classification.</summary>
    public static CaseRecord Of(EvalCase @case, Classification classification, CallTrace trace)
    {
        var (kind, reason) = Describe(classification.Outcome);
        return new CaseRecord
        {
            Id = @case.Id,
            Repeat = trace.Repeat,
            Perturbation = trace.Perturbation,
            Label = @case.Label,
            Language = @case.Ticket.Language,
            StressTags = @case.StressTags,
            Pair = @case.Pair,
            Outcome = kind,
            Assessment = (classification.Outcome as CaseOutcome.Assessed)?.Assessment,
            Reason = reason,
            FirstViolations = classification.FirstViolations,
            ModelTexts = classification.ModelTexts,
            Attempts = classification.Attempts,
            FormatSlips = classification.FormatSlips,
            LatencyMs = Math.Round(trace.ModelTime.TotalMilliseconds, 3),
            Retries = trace.Retries,
            CachedAnswers = trace.CachedAnswers,
            IsNotRecorded = trace.IsNotRecorded,
            WaitMs = Math.Round(trace.WaitTime.TotalMilliseconds, 3),
            StructuredOutput = trace.StructuredOutput,
            DroppedParameters = trace.DroppedParameters,
            Usage = classification.Usage,
            ModelId = classification.ModelId,
        };
    }

    /// <summary>This record with what <paramref name="text"/> says of ticket and model text.</summary>
    internal CaseRecord Keeping(JournalText text) => text == JournalText.Full ? this : this with
    {
        ModelTexts = [.. ModelTexts.Select(Hash)],
        // A pointer can hold a property name that the model made up out of the ticket.
        FirstViolations = [.. FirstViolations.Select(violation => violation with { Pointer = "" })],
        Reason = Outcome == OutcomeKind.Malformed ? "the answer broke the contract" : Reason,
        Assessment = Assessment is null ? null : Assessment with
        {
            Evidence = [.. Assessment.Evidence.Select(item => item with { Quote = Hash(item.Quote) })],
            Rationale = Hash(Assessment.Rationale),
            Languages = null,
            BenignReading = Assessment.BenignReading is { } reading ? Hash(reading) : null,
            HandoffNote = Assessment.HandoffNote is { } note ? Hash(note) : null,
            PromptInjection = Assessment.PromptInjection with { Quote = Assessment.PromptInjection.Quote is { } quote ? Hash(quote) : null },
        },
    };

    private static string Hash(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    internal static (OutcomeKind Kind, string? Reason) Describe(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Assessed => (OutcomeKind.Assessed, null),
        CaseOutcome.Malformed malformed => (OutcomeKind.Malformed, string.Join("; ", malformed.Violations)),
        CaseOutcome.Refused refused => (OutcomeKind.Refused, refused.Reason),
        CaseOutcome.Truncated truncated => (OutcomeKind.Truncated, truncated.Reason),
        CaseOutcome.TimedOut timedOut => (OutcomeKind.TimedOut, $"no answer within {timedOut.After.TotalSeconds:0.###} s"),
        CaseOutcome.Failed failed => (OutcomeKind.Failed, failed.Reason),
        _ => throw new UnreachableException(outcome.GetType().Name),
    };
}

/// <summary>What a record goes by in its run.</summary>
/// <param name="Id">The case.</param>
/// <param name="Repeat">Which repeat of it, from 0.</param>
/// <param name="Perturbation">How its ticket was rewritten; null for the ticket as it is.</param>
public readonly record struct RecordKey(CaseId Id, int Repeat, string? Perturbation);

/// <summary>The kinds of <see cref="CaseOutcome"/>, as names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))]
public enum OutcomeKind
{
    /// <summary><see cref="CaseOutcome.Assessed"/>.</summary>
    [JsonStringEnumMemberName("assessed")] Assessed,

    /// <summary><see cref="CaseOutcome.Malformed"/>.</summary>
    [JsonStringEnumMemberName("malformed")] Malformed,

    /// <summary><see cref="CaseOutcome.Refused"/>.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary><see cref="CaseOutcome.Truncated"/>.</summary>
    [JsonStringEnumMemberName("truncated")] Truncated,

    /// <summary><see cref="CaseOutcome.TimedOut"/>.</summary>
    [JsonStringEnumMemberName("timed_out")] TimedOut,

    /// <summary><see cref="CaseOutcome.Failed"/>.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}
