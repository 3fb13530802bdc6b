using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Benchmarks;

/// <summary>What one ticket of 2 KB costs beside the model call (goal: below 200 µs and 60 KB for <see cref="ClassifyAsync"/>), and its parts: prepare, render the longest shipped
/// prompt, enforce the contract on the answer (goal: 100,000 a second on one core, so below 10 µs for <see cref="Enforce"/>).</summary>
[MemoryDiagnoser]
public class ClassifyBenchmarks
{
    private const int TicketLength = 2048;

    private const string Answer = """
        {"language": ["en"], "prompt_injection": {"present": false, "quote": null, "aim": "none"},
         "evidence": [{"quote": "147 gifts of $1 came in", "speaker": "sender", "use": "report", "category": "payment_fraud"}],
         "benign_reading": "A coin challenge among children.", "sender_role": "victim", "subject_of_harm": "organisation", "event_status": "ongoing",
         "categories": [{"id": "payment_fraud", "severity": "high"}], "rationale": "Many small gifts from unknown names, still coming.",
         "verdict": "escalate", "severity": "high", "confidence": "high", "needs_human": {"needed": false, "reason": null}, "handoff_note": "Card testing."}
        """;

    private readonly FenceKey _fenceKey = new(new byte[32]);
    private readonly PromptVersion _prompt = ShippedPrompt.Read();
    private Ticket _ticket = null!;
    private PreparedTicket _prepared = null!;
    private TicketClassifier _classifier = null!;

    /// <summary>How the ticket is written: as plain text, or as the HTML that a mail program makes.</summary>
    [Params("plain", "html")]
    public string Format { get; set; } = "plain";

    [GlobalSetup]
    public void Setup()
    {
        var sentence = "Since last night 147 gifts of $1 came in from names we do not know, and more of them arrive while I write this. ";
        var piece = Format == "html" ? $"<p style=\"margin:0 0 1em\">{sentence}<br><a href=\"https://example.org/gifts\">our gifts</a></p>\n" : sentence;
        _ticket = new Ticket { Subject = "Strange gifts", Body = string.Concat(Enumerable.Repeat(piece, TicketLength / piece.Length)), Language = "en" };
        _prepared = new PreparedTicket(_ticket);
        _classifier = new TicketClassifier(new InstantClient(), _prompt);
        if (ClassifyAsync().Result.Outcome is not CaseOutcome.Assessed { Assessment.IsAlarm: true })
        {
            throw new InvalidOperationException("The answer is not what the benchmarks are named for.");
        }
    }

    [Benchmark(Baseline = true)]
    public Task<Classification> ClassifyAsync() => _classifier.ClassifyAsync(_ticket);

    [Benchmark]
    public int Prepare() => new PreparedTicket(_ticket).ViewLength;

    [Benchmark]
    public int Render() => _prompt.Render(_prepared, _fenceKey).Count;

    [Benchmark]
    public object Enforce() => _prompt.Contract.Enforce(Answer, _prepared);

    /// <summary>Answers at once, so that all the time is the classifier's.</summary>
    private sealed class InstantClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer)) { FinishReason = ChatFinishReason.Stop });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
