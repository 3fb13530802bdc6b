using BenchmarkDotNet.Attributes;
using TnsEval.EvalSets.Redaction;

namespace TnsEval.Benchmarks;

/// <summary>What redacting one ticket costs. The work must grow with the text and no faster, whatever a hostile text repeats: ten times the length, some ten times the time.</summary>
[MemoryDiagnoser]
public class RedactionBenchmarks
{
    private readonly RedactionKey _key = RedactionKey.Of(new byte[32]);
    private string _text = "";

    /// <summary>What the text repeats: words, and beginnings that each finder has to give up on.</summary>
    [Params("Dear Ann Lee, call 212-555-7788 or ann@stpaul.zz. ", "4111 ", "aaaaaaaa", "Aa ", "@a.b", "<", "https://", "1 Old ", "thanks\n", "Pastor ")]
    public string Piece { get; set; } = "";

    /// <summary>Characters.</summary>
    [Params(200_000, 2_000_000)]
    public int Length { get; set; }

    /// <summary>Makes the text.</summary>
    [GlobalSetup]
    public void SetUp() => _text = string.Concat(Enumerable.Repeat(Piece, Length / Piece.Length));

    /// <summary>Every finder over the text.</summary>
    [Benchmark]
    public string Redact()
    {
        string[] texts = [_text];
        new TicketRedactor(new Pseudonyms(_key)).Redact(texts);
        return texts[0];
    }
}
