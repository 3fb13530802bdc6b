using BenchmarkDotNet.Attributes;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Benchmarks;

/// <summary>Reading a journal back, and scoring it as it is read: what <c>rescore</c> does.</summary>
[MemoryDiagnoser]
public class JournalReadBenchmarks
{
    private const int Cases = 10_000;

    private readonly string _path = Path.GetTempFileName();

    [GlobalSetup]
    public async Task SetupAsync()
    {
        File.Delete(_path);
        await using var journal = Journal.Open(_path, JournalText.Full, Durability.None, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Cases).Select(number => journal.AppendAsync(Record.Of(number))));
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    [Benchmark(OperationsPerInvoke = Cases)]
    public int Read() => JournalReader.Read(_path).Count();

    [Benchmark(OperationsPerInvoke = Cases)]
    public Scorecard ReadAndScore() => Scorecard.Of(JournalReader.Read(_path), new ScoringOptions());
}
