using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TnsTriage.Telemetry;

/// <summary>
/// The one source of spans and the one meter of the classifier; the package's README lists what comes from them. Nothing is computed while nobody listens. They carry names,
/// counts and times: never text of a ticket or a model, and no message of an exception, because a server may have written it.
/// </summary>
public static class TriageSignals
{
    /// <summary>What a listener asks for: the name of the source and of the meter.</summary>
    public const string Name = "TnsTriage";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static ChatSignals Chat { get; } = new(Source, Meter);

    internal static Counter<long> Tickets { get; } = Meter.CreateCounter<long>("tnstriage.tickets", "{ticket}", "Tickets classified, by what became of them");

    internal static Histogram<double> TicketDuration { get; } = Meter.CreateHistogram(
        "tnstriage.ticket.duration", "s", "Time of one ticket, repair turns included", advice: ChatSignals.SecondsAdvice);

    internal static Counter<long> Repairs { get; } = Meter.CreateCounter<long>("tnstriage.repairs", "{turn}", "Answers that broke the contract and were sent back");

    internal static bool AreHeard => Source.HasListeners() || Tickets.Enabled || TicketDuration.Enabled || Repairs.Enabled;
}
