using BenchmarkDotNet.Attributes;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Benchmarks;

/// <summary>Scoring a million records, two thirds of them twins. Goal: 2 s.</summary>
[MemoryDiagnoser]
public class ScoreBenchmarks
{
    private const int Cases = 1_000_000;

    private readonly CaseRecord[] _records = [.. Enumerable.Range(0, Cases).Select(Record.Of)];

    [Benchmark]
    public Scorecard Score() => Scorecard.Of(_records, new ScoringOptions());
}
