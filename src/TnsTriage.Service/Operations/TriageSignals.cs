using System.Diagnostics.Metrics;
using TnsTriage.Assessments;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service.Operations;

/// <summary>What the work of triage tells to metrics and health: names, counts and times, never content.</summary>
internal sealed class TriageSignals
{
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _modelTime;
    private readonly Histogram<double> _untilDecided;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _setbacks;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _unreadable;

    public TriageSignals(IMeterFactory meters, TimeProvider time)
    {
        (Front, Model) = (new Reachability(time), new Reachability(time));
        var meter = meters.Create(WebhookMeter.Name);
        _decisions = meter.CreateCounter<long>(
            "tnstriage.decisions", "{conversation}", "Conversations decided, by outcome, verdict and whether it is a dry run");
        _modelTime = meter.CreateHistogram<double>("tnstriage.model.duration", "s", "Time in model calls of one ticket, by outcome");
        _untilDecided = meter.CreateHistogram<double>("tnstriage.decision.delay", "s", "From a conversation's first event to its decision");
        _steps = meter.CreateCounter<long>("tnstriage.steps", "{step}", "Steps of escalations, by kind and whether they were done");
        _setbacks = meter.CreateCounter<long>("tnstriage.setbacks", "{attempt}", "Attempts at conversations that did not end them, by reason");
        _dead = meter.CreateCounter<long>("tnstriage.dead_letters", "{conversation}", "Conversations given up, by reason");
        _unreadable = meter.CreateCounter<long>("tnstriage.reconciler.unreadable", "{event}", "Events in Front's list that cannot be read");
    }

    /// <summary>How Front answers.</summary>
    public Reachability Front { get; }

    /// <summary>
    /// How the champion's model answers. Waiting for it is every conversation's own, see <see cref="TriageOptions.ModelPatience"/>.
    /// </summary>
    public Reachability Model { get; }

    public void Decided(Decision decision)
    {
        var outcome = WireName<JudgementOutcome>.Of(decision.Judgement.Outcome);
        var verdict = WireName<Verdict>.Of(decision.Judgement.Verdict);
        _decisions.Add(1, new("outcome", outcome), new("verdict", verdict), new("dry_run", decision.IsDryRun));
        _untilDecided.Record(Math.Max(0, (decision.DecidedAt - decision.ReceivedAt).TotalSeconds));   // by the clocks of two machines
        if (decision.Judgement.Calls > 0)
        {
            _modelTime.Record(decision.Judgement.Latency.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public void Step(string kind, bool isDone) => _steps.Add(1, new("step", kind), new("done", isDone));

    public void Setback(SetbackKind kind) => _setbacks.Add(1, new KeyValuePair<string, object?>("reason", WireName<SetbackKind>.Of(kind)));

    /// <summary>An event in Front's list was passed over.</summary>
    public void Unreadable() => _unreadable.Add(1);

    public void Dead(SetbackKind kind) => _dead.Add(1, new KeyValuePair<string, object?>("reason", WireName<SetbackKind>.Of(kind)));
}
