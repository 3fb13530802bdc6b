using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TnsEval.Telemetry;

/// <summary>
/// The one source of spans and the one meter of the harness; <c>docs/observability.md</c> lists what comes from them. Free while nobody listens. They carry names, ids,
/// counts and times: never text of a ticket or a model, and no message of an exception, because a server may have written it.
/// </summary>
public static class Signals
{
    /// <summary>What a listener asks for: the name of the source and of the meter.</summary>
    public const string Name = "TnsEval";

    internal const string ErrorType = "error.type";
    internal const string ProviderName = "gen_ai.provider.name";
    internal const string RequestModel = "gen_ai.request.model";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Buckets as the conventions advise, in seconds.</summary>
    internal static Histogram<double> CallDuration { get; } = Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "Time of one attempt at the provider",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(power => 0.01 * (1 << power))] });

    /// <summary>Buckets as the conventions advise: powers of four.</summary>
    internal static Histogram<long> TokenUsage { get; } = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of one answer, input and output apart",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(power => 1L << (2 * power))] });

    internal static Counter<long> Cases { get; } = Meter.CreateCounter<long>("tnseval.cases", "{case}", "Cases done, by what became of them");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>("tnseval.retries", "{attempt}", "Attempts made again");

    internal static Gauge<int> ConcurrencyLimit { get; } = Meter.CreateGauge<int>("tnseval.concurrency.limit", "{call}", "Calls at once that the provider is taken to allow");

    internal static Counter<double> Cost { get; } = Meter.CreateCounter<double>("tnseval.cost", "{currency}", "What calls cost at the price file's prices");

    /// <summary>Notes on a span that what it stands for failed.</summary>
    internal static void Fail(this Activity? span, string errorType) => span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorType, errorType);
}
