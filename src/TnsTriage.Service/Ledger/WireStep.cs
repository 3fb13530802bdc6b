using System.Diagnostics;
using System.Text.Json;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;

namespace TnsTriage.Service.Ledger;

/// <summary>A planned step as the ledger stores it; the text of a comment stands in a column of its own, to be erased.</summary>
internal sealed record WireStep
{
    public required string Kind { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Inbox { get; init; }

    public string? Assignee { get; init; }

    public Uri? Address { get; init; }

    public static string Write(PlannedStep step) => JsonSerializer.Serialize(
        step switch
        {
            PlannedStep.Page => new WireStep { Kind = "page" },
            PlannedStep.Tag tag => new WireStep { Kind = "tag", Tags = [.. tag.Tags.Select(id => id.Value)] },
            PlannedStep.Move move => new WireStep { Kind = "move", Inbox = move.Inbox?.Value, Assignee = move.Assignee?.Value },
            PlannedStep.Link link => new WireStep { Kind = "link", Address = link.Address },
            PlannedStep.Comment => new WireStep { Kind = "comment" },
            _ => throw new UnreachableException(step.GetType().Name),
        },
        LedgerJson.Default.WireStep);

    public static PlannedStep Read(string json, string? text) => JsonSerializer.Deserialize(json, LedgerJson.Default.WireStep)! switch
    {
        { Kind: "page" } => new PlannedStep.Page(),
        { Kind: "tag", Tags: { } tags } => new PlannedStep.Tag([.. tags.Select(id => new TagId(id))]),
        { Kind: "move" } move => new PlannedStep.Move(
            move.Inbox is { } inbox ? new InboxId(inbox) : null, move.Assignee is { } assignee ? new TeammateId(assignee) : null),
        { Kind: "link", Address: { } address } => new PlannedStep.Link(address),
        { Kind: "comment" } => new PlannedStep.Comment(text ?? ""),
        var step => throw new InvalidDataException($"the ledger holds a step of a kind that this program does not know: {step.Kind}"),
    };
}
