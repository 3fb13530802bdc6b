using System.Text.Json.Serialization;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Operations;

/// <summary>How things stand. Times are UTC.</summary>
internal sealed record AdminStats(
    ReadinessReport Readiness,
    InboxCounts Inbox,
    IReadOnlyList<DecisionCount> LastDay,
    DriftState? Drift,
    DateTimeOffset? FrontAnsweredAt,
    DateTimeOffset? ModelAnsweredAt);

/// <summary>A dead letter.</summary>
internal sealed record AdminDeadLetter(
    string Conversation, DateTimeOffset ReceivedAt, DateTimeOffset DiedAt, int Attempts, string Reason, string Detail)
{
    public static AdminDeadLetter Of(DeadLetter dead) => new(
        dead.Conversation.Value, dead.ReceivedAt, dead.DiedAt, dead.Attempts,
        WireName<SetbackKind>.Of(dead.Setback.Kind), dead.Setback.Detail);
}

/// <summary>How many dead letters were made due.</summary>
internal sealed record AdminReplayed(int Replayed);

/// <summary>All that is known of one conversation.</summary>
internal sealed record AdminTrail(
    string Conversation, AdminDecision? Decision, IReadOnlyList<AdminStep> Steps, Judgement? Challenger, IReadOnlyList<TrailEntry> Trail)
{
    public static AdminTrail Of(string conversation, LedgerEntry? entry, IReadOnlyList<TrailEntry> trail) => new(
        conversation,
        entry is null ? null : AdminDecision.Of(entry.Decision),
        [.. (entry?.Steps ?? []).Select(step => new AdminStep(step.Step.Name, step.DoneAt, step.Failure))],
        entry?.Shadow,
        trail);
}

/// <summary>A decision.</summary>
internal sealed record AdminDecision(
    string Id,
    string DecidedAs,
    string? Message,
    DateTimeOffset ReceivedAt,
    DateTimeOffset DecidedAt,
    bool IsDryRun,
    string PolicyHash,
    string? TicketHash,
    Judgement Judgement)
{
    public static AdminDecision Of(Decision decision) => new(
        decision.Id, decision.Conversation.Value, decision.Message?.Value, decision.ReceivedAt, decision.DecidedAt, decision.IsDryRun,
        decision.PolicyHash, decision.TicketHash, decision.Judgement);
}

/// <summary>A step: what kind, and what became of it. A comment's text is not shown.</summary>
internal sealed record AdminStep(string Step, DateTimeOffset? DoneAt, string? Failure);

/// <summary>JSON of the endpoints for operators.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(AdminStats))]
[JsonSerializable(typeof(IReadOnlyList<AdminDeadLetter>))]
[JsonSerializable(typeof(AdminReplayed))]
[JsonSerializable(typeof(AdminTrail))]
internal sealed partial class OperationsJson : JsonSerializerContext;
