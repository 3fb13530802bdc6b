using Microsoft.Extensions.AI;
using TnsEval.Runs;

namespace TnsEval.Batches;

/// <summary>Writes the requests of a run as files for a batch service, at most as much in each as the service takes.</summary>
/// <param name="Files">The files, in order.</param>
/// <param name="Requests">Requests in all of them.</param>
/// <param name="NotSent">Cases without a request, because their tickets are too long; importing records them as truncated.</param>
public sealed record BatchExport(IReadOnlyList<string> Files, int Requests, int NotSent)
{
    /// <summary>What OpenAI's Batch API takes in one file.</summary>
    public static readonly BatchLimits OpenAI = new(Requests: 50_000, Bytes: 200_000_000);

    /// <summary>Writes the files; none is left when it fails.</summary>
    /// <param name="setup">The run.</param>
    /// <param name="path">The first file; a second is named <c>NAME-2.jsonl</c>.</param>
    /// <param name="limits">Of one file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="IOException">A file is there already, or cannot be written.</exception>
    public static async Task<BatchExport> WriteAsync(RunSetup setup, string path, BatchLimits limits, CancellationToken cancellationToken)
    {
        using var files = new BatchFiles(path, limits);
        using var client = new RequestCatcher();
        var classifier = EvalRun.ClassifierOf(setup, client);
        var model = setup.Model.Name[(setup.Model.Name.IndexOf('/') + 1)..];
        var (requests, notSent) = (0, 0);
        foreach (var @case in setup.Cases)
        {
            // The classifier itself makes the request, so that it is the one that would be sent live.
            await classifier.ClassifyAsync(@case.Ticket, cancellationToken);
            if (client.Take() is var (messages, options))
            {
                files.Add(BatchRequest.Line(@case.Id.Value, model, messages, options));
                requests++;
            }
            else
            {
                notSent++;
            }
        }

        return new BatchExport(files.Complete(), requests, notSent);
    }

    /// <summary>Keeps what it is asked and has no answer.</summary>
    private sealed class RequestCatcher : IChatClient
    {
        private (IEnumerable<ChatMessage> Messages, ChatOptions Options)? _request;

        public (IEnumerable<ChatMessage> Messages, ChatOptions Options)? Take()
        {
            var request = _request;
            _request = null;
            return request;
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            _request = (messages, options!);
            return Task.FromResult(new ChatResponse());
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}

/// <summary>What one batch file may hold.</summary>
/// <param name="Requests">Most lines.</param>
/// <param name="Bytes">Most bytes.</param>
public sealed record BatchLimits(int Requests, long Bytes);
