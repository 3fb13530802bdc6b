using BenchmarkDotNet.Attributes;
using TnsEval.Runs;

namespace TnsEval.Benchmarks;

/// <summary>What it costs until a case counts as done, with so many cases ending at once: one write, and one sync where asked for, serves all that wait.</summary>
[MemoryDiagnoser]
public class JournalBenchmarks
{
    private const int Cases = 1_000;

    private readonly CaseRecord[] _records = [.. Enumerable.Range(0, Cases).Select(Record.Of)];
    private readonly string _folder = Directory.CreateTempSubdirectory("tnseval-").FullName;
    private Journal _journal = null!;

    [ParamsAllValues]
    public Durability Durability { get; set; }

    /// <summary>Cases at once.</summary>
    [Params(1, 100)]
    public int AtOnce { get; set; }

    [IterationSetup]
    public void Open() => _journal = Journal.Open(Path.Combine(_folder, Guid.NewGuid().ToString()), JournalText.Full, Durability, TimeProvider.System);

    [IterationCleanup]
    public void Close()
    {
        _journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder);

    [Benchmark(OperationsPerInvoke = Cases)]
    public Task Append() => Parallel.ForEachAsync(
        _records, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (record, _) => await _journal.AppendAsync(record));
}
