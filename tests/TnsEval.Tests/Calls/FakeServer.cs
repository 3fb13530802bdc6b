using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins;

namespace TnsEval.Tests.Calls;

/// <summary>A provider's client that does what a test says, and counts.</summary>
internal sealed class FakeServer(Func<FakeServer, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    public int Calls { get; private set; }

    public int UnderWay { get; private set; }

    public int MostUnderWay { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Fails so often, then answers.</summary>
    public static FakeServer Failing(int times, Func<Exception> exception) =>
        new((server, _) => server.Calls <= times ? Task.FromException<ChatResponse>(exception()) : Task.FromResult(Answer()));

    public static ProviderFaultException Fault(ProviderFaultKind kind, TimeSpan? retryAfter = null) => new(new ProviderFault(kind, $"{kind} of the server", retryAfter));

    public static ChatResponse Answer(int input = 10, int output = 5) => new(new ChatMessage(ChatRole.Assistant, "an answer"))
    {
        Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output },
    };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        MostUnderWay = Math.Max(MostUnderWay, ++UnderWay);
        try
        {
            var response = await answer(this, cancellationToken);
            Answered++;
            return response;
        }
        finally
        {
            UnderWay--;
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
