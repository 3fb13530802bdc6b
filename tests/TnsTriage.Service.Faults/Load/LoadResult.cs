using System.Globalization;
using System.Text;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Load;

/// <summary>What a load run measured.</summary>
internal sealed record LoadResult
{
    private const long MiB = 1024 * 1024;

    public required int Sent { get; init; }

    /// <summary>Webhooks a second that were really sent.</summary>
    public required double Rate { get; init; }

    public required int Accepted { get; init; }

    /// <summary>From the moment a webhook was due until its answer, in rising order.</summary>
    public required IReadOnlyList<TimeSpan> Latencies { get; init; }

    /// <summary>Conversations not triaged yet when the last webhook was answered.</summary>
    public required long Backlog { get; init; }

    /// <summary>From then until the last was triaged; null when that took too long.</summary>
    public required TimeSpan? Drain { get; init; }

    /// <summary>Of the service, from the first webhook to the end.</summary>
    public required TimeSpan ProcessorTime { get; init; }

    public required long MemoryAtRest { get; init; }

    public required long MemoryAfterLoad { get; init; }

    public required long MemoryPeak { get; init; }

    /// <summary>Bytes of inbox and ledger at the end.</summary>
    public required long Disk { get; init; }

    public required Findings Findings { get; init; }

    /// <summary>Whether everything was accepted and came to its end; times are the machine's and are only shown.</summary>
    public bool IsMet => Accepted == Sent && Drain is not null && Findings is { Lost: 0, DeadLetters: 0, DoubleComments: 0, Unsigned: 0, Leaks: 0 };

    public string Table()
    {
        var text = new StringBuilder("| measured | |\n|---|---:|\n");
        Row("webhooks sent, each of a new conversation", $"{Sent:N0}");
        Row("webhooks a second", $"{Rate:0.0}");
        Row("answered 202", $"{Accepted:N0}");
        Row("from due to answered, p50", Milliseconds(0.5));
        Row("p90", Milliseconds(0.9));
        Row("p99", Milliseconds(0.99));
        Row("p99.9", Milliseconds(0.999));
        Row("longest", Milliseconds(1));
        Row("backlog when the last was answered", $"{Backlog:N0}");
        Row("backlog drained after", Drain is { } drain ? (FormattableString)$"{drain.TotalSeconds:0} s ({Backlog / Math.Max(drain.TotalSeconds, 1):0} conversations a second)" : $"not in time");
        Row("processor time of the service", $"{ProcessorTime.TotalSeconds:0} s, {ProcessorTime.TotalMilliseconds / Sent:0.0} ms a conversation");
        Row("memory at rest, after the load, at its peak", $"{MemoryAtRest / MiB:N0}, {MemoryAfterLoad / MiB:N0}, {MemoryPeak / MiB:N0} MiB");
        Row("inbox and ledger on disk", $"{Disk / MiB:N0} MiB");
        Row("decided, lost, dead letters, comments twice", $"{Findings.Decided:N0}, {Findings.Lost}, {Findings.DeadLetters}, {Findings.DoubleComments}");
        return text.ToString();

        void Row(string what, FormattableString value) => text.Append(CultureInfo.InvariantCulture, $"| {what} | ").Append(FormattableString.Invariant(value)).Append(" |\n");
    }

    private FormattableString Milliseconds(double quantile) =>
        $"{Latencies[Math.Min(Latencies.Count - 1, (int)Math.Ceiling(quantile * Latencies.Count) - 1)].TotalMilliseconds:0.0} ms";
}
