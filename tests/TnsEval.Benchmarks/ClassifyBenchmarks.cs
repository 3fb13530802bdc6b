using BenchmarkDotNet.Attributes;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Benchmarks;

/// <summary>What one ticket costs beside the model call: prepare, render the longest shipped prompt, enforce the contract on the answer (goal:
/// 100,000 a second on one core, so below 10 µs for <see cref="Enforce"/>).</summary>
[MemoryDiagnoser]
public class ClassifyBenchmarks
{
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

    [GlobalSetup]
    public void Setup()
    {
        var sentence = "Since last night 147 gifts of $1 came in from names we do not know, and more of them arrive while I write this. ";
        _ticket = new Ticket { Subject = "Strange gifts", Body = string.Concat(Enumerable.Repeat(sentence, 2048 / sentence.Length)), Language = "en" };
        _prepared = new PreparedTicket(_ticket);
    }

    [Benchmark]
    public PreparedTicket Prepare() => new(_ticket);

    [Benchmark]
    public int Render() => _prompt.Render(_prepared, _fenceKey).Count;

    [Benchmark]
    public Enforcement Enforce() => _prompt.Contract.Enforce(Answer, _prepared);

    [Benchmark]
    public Enforcement PrepareRenderAndEnforce()
    {
        var prepared = new PreparedTicket(_ticket);
        _ = _prompt.Render(prepared, _fenceKey);
        return _prompt.Contract.Enforce(Answer, prepared);
    }
}
