using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TnsTriage.Assessments;

namespace TnsTriage.Telemetry;

/// <summary>What one ticket tells to the outside: a span, its counts, a line of the log. No text of the ticket or of the model.</summary>
internal sealed partial class TicketObservation : IDisposable
{
    private readonly string _prompt;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _span;

    private TicketObservation(string prompt, TimeProvider time)
    {
        (_prompt, _time, _started) = (prompt, time, time.GetTimestamp());
        _span = TriageSignals.Source.StartActivity("triage ticket")?.SetTag("tnstriage.prompt", prompt);
    }

    /// <summary>Begins to observe a ticket; null while nobody listens to spans or metrics.</summary>
    public static TicketObservation? Start(string prompt, TimeProvider time) => TriageSignals.AreHeard ? new(prompt, time) : null;

    public void End(Classification classification)
    {
        var outcome = classification.Outcome.WireName;
        var tags = new TagList { { "tnstriage.prompt", _prompt }, { "tnstriage.outcome", outcome } };
        _span?.SetTag("tnstriage.outcome", outcome).SetTag("tnstriage.calls", classification.Attempts);
        if (classification.Outcome is CaseOutcome.Assessed { Assessment.Verdict: var verdict })
        {
            tags.Add("tnstriage.verdict", WireName<Verdict>.Of(verdict));
            _span?.SetTag("tnstriage.verdict", WireName<Verdict>.Of(verdict));
        }

        TriageSignals.Tickets.Add(1, tags);
        TriageSignals.TicketDuration.Record(_time.GetElapsedTime(_started).TotalSeconds, tags);
        if (classification.Attempts > 1)
        {
            TriageSignals.Repairs.Add(classification.Attempts - 1, new KeyValuePair<string, object?>("tnstriage.prompt", _prompt));
        }
    }

    /// <summary>The ticket was given up by the caller: it is not counted.</summary>
    public void GiveUp(Exception exception) => _span.Fail(exception is OperationCanceledException ? "cancelled" : exception.GetType().FullName!);

    public void Dispose() => _span?.Dispose();

    public static void Log(ILogger logger, Classification classification)
    {
        var milliseconds = (long)classification.Latency.TotalMilliseconds;
        if (classification.Outcome is CaseOutcome.Assessed { Assessment: var assessment })
        {
            Assessed(logger, assessment.Verdict, assessment.Severity, classification.Attempts, milliseconds);
        }
        else
        {
            NotAssessed(logger, classification.Outcome.WireName, Why(classification.Outcome), classification.Attempts, milliseconds);
        }
    }

    /// <summary>Rules are the schema's words and reasons of failures are free of text by contract; a violation's own message may quote the model.</summary>
    private static string Why(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Malformed malformed => string.Join(", ", malformed.Violations.Select(violation => violation.Rule).Distinct(StringComparer.Ordinal)),
        CaseOutcome.Failed failed => failed.Reason,
        CaseOutcome.Truncated truncated => truncated.Reason,
        CaseOutcome.Refused refused => refused.Reason,
        _ => "no answer in time",
    };

    [LoggerMessage(1, LogLevel.Debug, "Assessed: verdict {Verdict}, severity {Severity}, {Calls} call(s), {Milliseconds} ms")]
    private static partial void Assessed(ILogger logger, Verdict verdict, Severity severity, int calls, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "Not assessed, so a person must look: {Outcome} ({Why}), {Calls} call(s), {Milliseconds} ms")]
    private static partial void NotAssessed(ILogger logger, string outcome, string why, int calls, long milliseconds);
}
