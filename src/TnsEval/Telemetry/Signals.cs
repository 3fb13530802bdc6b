using System.Diagnostics;
using System.Diagnostics.Metrics;
using TnsTriage.Telemetry;

namespace TnsEval.Telemetry;

/// <summary>
/// The one source of spans and the one meter of the harness; <c>docs/observability.md</c> lists what comes from them. Free while nobody listens. They carry names, ids,
/// counts and times: never text of a ticket or a model, and no message of an exception, because a server may have written it.
/// </summary>
public static class Signals
{
    /// <summary>What a listener asks for: the name of the source and of the meter.</summary>
    public const string Name = "TnsEval";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Of one attempt at the provider.</summary>
    internal static ChatSignals Chat { get; } = new(Source, Meter);

    internal static Counter<long> Cases { get; } = Meter.CreateCounter<long>("tnseval.cases", "{case}", "Cases done, by what became of them");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>("tnseval.retries", "{attempt}", "Attempts made again");

    internal static Gauge<int> ConcurrencyLimit { get; } = Meter.CreateGauge<int>("tnseval.concurrency.limit", "{call}", "Calls at once that the provider is taken to allow");

    internal static Counter<double> Cost { get; } = Meter.CreateCounter<double>("tnseval.cost", "{currency}", "What calls cost at the price file's prices");
}
