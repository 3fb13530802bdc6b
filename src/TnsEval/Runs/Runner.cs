using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>Works through the cases of one run: bounded concurrency, every result in the journal before it counts.</summary>
/// <param name="classifier">What assesses.</param>
/// <param name="journal">Receives a record a case.</param>
/// <param name="concurrency">Cases at once.</param>
/// <param name="keepAnswers">Given each case's answers before its record is journaled; null to keep none.</param>
public sealed class Runner(
    ITicketClassifier classifier, Journal journal, int concurrency, Func<CallTrace, CaseRecord, ValueTask>? keepAnswers = null)
{
    /// <summary>Runs the cases.</summary>
    /// <param name="cases">Those that the journal does not hold yet.</param>
    /// <param name="onDone">Called after each case, from any thread.</param>
    /// <param name="cancellationToken">Stops the run; cases in flight are not recorded and stay to be resumed.</param>
    /// <exception cref="RunStoppedException">Nothing more can come of it: bad credentials, or the journal cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<EvalCase> cases, Action<CaseRecord> onDone, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cases, options, async (@case, token) =>
        {
            var trace = new CallTrace(@case.Id);
            trace.Begin();
            var record = CaseRecord.Of(@case, await classifier.ClassifyAsync(@case.Ticket, token), trace);
            if (keepAnswers is not null)
            {
                await keepAnswers(trace, record);
            }

            try
            {
                journal.Append(record);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RunStoppedException($"the journal cannot be written: {e.Message}");
            }

            onDone(record);
        });
    }
}

/// <summary>A run ended before its cases did, by a fault that the next case would meet too. What the journal holds is kept.</summary>
public sealed class RunStoppedException(string message) : Exception(message);
