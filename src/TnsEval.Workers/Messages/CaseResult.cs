using System.Text.Json.Serialization;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Workers.Messages;

/// <summary>What a worker made of a job: its <see cref="Classification"/>, and of its <see cref="CallTrace"/> all that a record holds.</summary>
internal sealed record CaseResult
{
    public required Guid Session { get; init; }

    /// <summary>One for each time that somebody worked on the job: copies of a result, as after a lost connection, have the same.</summary>
    public required Guid Attempt { get; init; }

    public required CaseId Case { get; init; }

    public required int Repeat { get; init; }

    public string? Perturbation { get; init; }

    public required SentOutcome Outcome { get; init; }

    public required IReadOnlyList<string> ModelTexts { get; init; }

    public required IReadOnlyList<ContractViolation> FirstViolations { get; init; }

    public required int Attempts { get; init; }

    public required int FormatSlips { get; init; }

    public required TimeSpan Latency { get; init; }

    public TokenUsage? Usage { get; init; }

    public string? ModelId { get; init; }

    public required int Retries { get; init; }

    public required int CachedAnswers { get; init; }

    public required bool IsNotRecorded { get; init; }

    public required TimeSpan ModelTime { get; init; }

    public required TimeSpan WaitTime { get; init; }

    public StructuredOutput? StructuredOutput { get; init; }

    public required IReadOnlyList<string> DroppedParameters { get; init; }

    public required Spend Spent { get; init; }

    /// <summary>All answers, where the run is recorded; null elsewhere.</summary>
    public IReadOnlyList<SentAnswer>? Answers { get; init; }

    [JsonIgnore]
    public RecordKey Key => new(Case, Repeat, Perturbation);

    public static CaseResult Of(CaseJob job, Classification classification, CallTrace trace, bool keepsAnswers) => new()
    {
        Session = job.Session,
        Attempt = Guid.NewGuid(),
        Case = job.Case,
        Repeat = job.Repeat,
        Perturbation = job.Perturbation,
        Outcome = SentOutcome.Of(classification.Outcome),
        ModelTexts = classification.ModelTexts,
        FirstViolations = classification.FirstViolations,
        Attempts = classification.Attempts,
        FormatSlips = classification.FormatSlips,
        Latency = classification.Latency,
        Usage = classification.Usage,
        ModelId = classification.ModelId,
        Retries = trace.Retries,
        CachedAnswers = trace.CachedAnswers,
        IsNotRecorded = trace.IsNotRecorded,
        ModelTime = trace.ModelTime,
        WaitTime = trace.WaitTime,
        StructuredOutput = trace.StructuredOutput,
        DroppedParameters = trace.DroppedParameters,
        Spent = trace.Spent,
        Answers = keepsAnswers ? [.. trace.Exchanges.Select(exchange => new SentAnswer(exchange.RequestIdentity, RecordedAnswer.Of(exchange.Response), exchange.IsCached))] : null,
    };

    public Classification ToClassification() => new()
    {
        Outcome = Outcome.ToOutcome(),
        ModelTexts = ModelTexts,
        FirstViolations = FirstViolations,
        Attempts = Attempts,
        FormatSlips = FormatSlips,
        Latency = Latency,
        Usage = Usage,
        ModelId = ModelId,
    };

    /// <summary>Puts what the worker measured on the trace of the case here.</summary>
    public void CopyTo(CallTrace trace)
    {
        trace.Retries = Retries;
        trace.CachedAnswers = CachedAnswers;
        trace.IsNotRecorded = IsNotRecorded;
        trace.ModelTime = ModelTime;
        trace.WaitTime = WaitTime;
        trace.StructuredOutput = StructuredOutput;
        trace.DroppedParameters = DroppedParameters;
        trace.Spent = Spent;
        foreach (var (request, answer, isCached) in Answers ?? [])
        {
            trace.Add(new Exchange(request, answer.ToResponse(), isCached));
        }
    }
}

/// <summary>One answer of a model to one request.</summary>
internal sealed record SentAnswer(string Request, RecordedAnswer Answer, bool IsCached);
