using Microsoft.Extensions.AI;
using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Batches;

/// <summary>Fills the journal of an exported run from result files. Every answer goes through the classifier that ships, so that it is enforced as a live one is.</summary>
public static class BatchImport
{
    /// <summary>Journals each case that is pending and has a result, and writes the summary when that makes the run complete.</summary>
    /// <param name="run">The run.</param>
    /// <param name="results">What the service said.</param>
    /// <param name="isGivingUp">Whether cases without an answer are journaled as failed; else they stay pending.</param>
    /// <param name="cancellationToken">Stops between two cases.</param>
    /// <exception cref="IOException">The journal cannot be written; what it holds is kept.</exception>
    public static async Task<BatchImported> FillAsync(
        EvalRun run, BatchResults results, bool isGivingUp, CancellationToken cancellationToken)
    {
        var (imported, missing) = (0, new List<CaseId>());
        await using (var journal = run.OpenJournal())
        {
            using var client = new ResultClient();
            var classifier = run.ClassifierFor(client);
            foreach (var @case in run.Pending.Select(planned => planned.Case).OrderBy(@case => @case.Id.Value, StringComparer.Ordinal))
            {
                client.Result = results.Of(@case.Id);
                var trace = new CallTrace(@case.Id);
                trace.Begin();
                var classification = await classifier.ClassifyAsync(@case.Ticket, cancellationToken);

                // Without an attempt there was no request: the ticket is too long, which needs no result.
                if (client.Result is null or BatchResult.Failed && classification.Attempts > 0 && !isGivingUp)
                {
                    missing.Add(@case.Id);
                    continue;
                }

                var record = CaseRecord.Of(@case, classification with { Latency = TimeSpan.Zero }, trace);
                await journal.AppendAsync(record);
                run.Count(record);
                imported++;
            }
        }

        return new BatchImported(imported, missing, missing.Count == 0 ? run.Complete() : null);
    }

    /// <summary>Answers with one result.</summary>
    private sealed class ResultClient : IChatClient
    {
        public BatchResult? Result { get; set; }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => Result switch
            {
                BatchResult.Answered answered => Task.FromResult(answered.Response),
                BatchResult.Declined declined => Task.FromException<ChatResponse>(new ProviderFaultException(declined.Fault)),
                BatchResult.Failed failed => Task.FromException<ChatResponse>(Fault(failed.Reason)),
                _ => Task.FromException<ChatResponse>(Fault("the batch brought no result")),
            };

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Holds nothing.
        }

        private static ProviderFaultException Fault(string reason) =>
            new(new Abstractions.ProviderFault(Abstractions.ProviderFaultKind.Permanent, reason));
    }
}

/// <summary>What an import came to.</summary>
/// <param name="Imported">Cases journaled.</param>
/// <param name="Missing">Cases that stay pending.</param>
/// <param name="Summary">The run's, when it is complete.</param>
public sealed record BatchImported(int Imported, IReadOnlyList<CaseId> Missing, RunSummary? Summary);
