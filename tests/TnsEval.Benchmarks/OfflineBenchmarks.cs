using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins.Offline;
using TnsEval.Prompts;
using TnsTriage;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Benchmarks;

/// <summary>The offline provider alone: one ticket of some 60 words under the longest shipped prompt, already learned. Tickets a second on two cores are 2 / time.</summary>
[MemoryDiagnoser]
public class OfflineBenchmarks
{
    private readonly IChatClient _client = new OfflineProvider().CreateClient(
        new ModelSettings { Model = "in-context", PluginFolder = AppContext.BaseDirectory, WorkingDirectory = AppContext.BaseDirectory, ReadVariable = _ => null });

    private IReadOnlyList<ChatMessage> _messages = [];
    private ChatOptions _options = new();

    [GlobalSetup]
    public void Setup()
    {
        var prompt = ShippedPrompt.Read();
        var ticket = new Ticket
        {
            Subject = "Strange gifts since last night",
            Body = "Hello, I am the treasurer of a small church. Since last night 147 gifts of $1 came in from names that we do not know. Most were declined. "
                + "More of them arrive while I write this. Our pastor thinks it is the coin challenge of the children, but that ended in May. What should we keep, and can you stop it?",
            Language = "en",
        };
        _messages = prompt.Render(new PreparedTicket(ticket), new FenceKey(new byte[32]));
        _options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(prompt.Answer.Schema, prompt.Answer.Name) };
    }

    [Benchmark]
    public async Task<string> Answer() => (await _client.GetResponseAsync(_messages, _options)).Text;
}
