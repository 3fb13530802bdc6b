using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>Works through the cases of one run: a bounded number open at once, every result in the journal before it counts.</summary>
/// <param name="classifier">What assesses.</param>
/// <param name="journal">Receives a record a case.</param>
/// <param name="openCases">Cases at once.</param>
/// <param name="keepAnswers">Given each case's answers before its record is journaled; null to keep none.</param>
public sealed class Runner(
    ITicketClassifier classifier, Journal journal, int openCases, Func<CallTrace, CaseRecord, ValueTask>? keepAnswers = null)
{
    private RunStoppedException? _stopped;

    /// <summary>Runs the cases.</summary>
    /// <param name="cases">Those that the journal does not hold yet.</param>
    /// <param name="onDone">Called after each case, from any thread.</param>
    /// <param name="cancellationToken">Stops the run; cases in flight are not recorded and stay to be resumed.</param>
    /// <exception cref="RunStoppedException">Nothing more can come of it: bad credentials, or the journal cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<EvalCase> cases, Action<CaseRecord> onDone, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = openCases, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cases, options, async (@case, token) =>
        {
            if (Volatile.Read(ref _stopped) is null)
            {
                await RunAsync(@case, onDone, token);
            }
        });

        if (_stopped is not null)
        {
            throw _stopped;
        }
    }

    private async Task RunAsync(EvalCase @case, Action<CaseRecord> onDone, CancellationToken cancellationToken)
    {
        var trace = new CallTrace(@case.Id);
        trace.Begin();
        Classification classification;
        try
        {
            classification = await classifier.ClassifyAsync(@case.Ticket, cancellationToken);
        }
        catch (RunStoppedException e) when (e.LetsOthersFinish)
        {
            Interlocked.CompareExchange(ref _stopped, e, null);
            return;
        }

        var record = CaseRecord.Of(@case, classification, trace);
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

        onDone(record);
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
