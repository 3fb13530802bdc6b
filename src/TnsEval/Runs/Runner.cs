using TnsEval.Calls;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>Works through the cases of one run: a bounded number open at once, every result in the journal before it counts.</summary>
/// <param name="classifiers">What assesses, one a repeat.</param>
/// <param name="journal">Receives a record a case and repeat.</param>
/// <param name="openCases">Cases at once.</param>
/// <param name="time">The clock of the grace period.</param>
/// <param name="keepAnswers">Given each case's answers before its record is journaled; null to keep none.</param>
public sealed class Runner(
    IReadOnlyList<ITicketClassifier> classifiers,
    Journal journal,
    int openCases,
    TimeProvider time,
    Func<CallTrace, CaseRecord, ValueTask>? keepAnswers = null)
{
    /// <summary>How long cases in flight may still take when the run is cancelled: their answers are paid for.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private RunStoppedException? _stopped;

    /// <summary>Runs the cases.</summary>
    /// <param name="cases">Those that the journal does not hold yet, in the order to begin them.</param>
    /// <param name="onDone">Called after each case, from any thread.</param>
    /// <param name="cancellationToken">
    /// Begins no more cases, and gives up those in flight after <see cref="Grace"/>; what is not recorded stays to be resumed.
    /// </param>
    /// <param name="enough">Begins no more cases and gives up those in flight at once, for nothing depends on them any more; an end like the last case's.</param>
    /// <exception cref="RunStoppedException">Nothing more can come of it: bad credentials, or the journal cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before its last case.</exception>
    public async Task RunAsync(IReadOnlyList<PlannedCase> cases, Action<CaseRecord> onDone, CancellationToken cancellationToken, CancellationToken enough = default)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var grace = cancellationToken.Register(() => abandon.CancelAfter(Grace));
        var done = 0;
        var begun = cases.TakeWhile(_ => !cancellationToken.IsCancellationRequested && !enough.IsCancellationRequested && Volatile.Read(ref _stopped) is null);
        await Parallel.ForEachAsync(begun, new ParallelOptions { MaxDegreeOfParallelism = openCases }, async (planned, failing) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(failing, abandon.Token, enough);
            if (await TryRunAsync(planned, either.Token, cancellationToken) is { } record)
            {
                Interlocked.Increment(ref done);
                onDone(record);
            }
        });

        if (_stopped is not null)
        {
            throw _stopped;
        }

        if (done < cases.Count && !enough.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Null when the case was given up and stays to be resumed.</summary>
    private async Task<CaseRecord?> TryRunAsync(PlannedCase planned, CancellationToken cancellationToken, CancellationToken stopping)
    {
        planned = planned with { Case = planned.Case.WithText() };
        var trace = new CallTrace(planned.Case.Id, planned.Repeat, planned.Perturbation?.Name);
        trace.Begin();
        Classification classification;
        try
        {
            classification = await classifiers[planned.Repeat].ClassifyAsync(planned.Ticket, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (RunStoppedException e) when (e.LetsOthersFinish)
        {
            Interlocked.CompareExchange(ref _stopped, e, null);
            return null;
        }

        var record = CaseRecord.Of(planned.Case, classification, trace);
        if (keepAnswers is not null)
        {
            await keepAnswers(trace, record);
        }

        try
        {
            await journal.AppendAsync(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunStoppedException($"the journal cannot be written: {e.Message}");
        }

        return record;
    }
}

/// <summary>A run ended before its cases did, by a fault that the next case would meet too. What the journal holds is kept.</summary>
/// <param name="message">What happened.</param>
/// <param name="fix">What to do before the run is resumed, as an imperative.</param>
public sealed class RunStoppedException(string message, string fix = "Mend it") : Exception(message)
{
    /// <summary>What to do before the run is resumed.</summary>
    public string Fix { get; } = fix;

    /// <summary>Whether calls under way may still come to an answer and are waited for.</summary>
    public bool LetsOthersFinish { get; init; }
}
