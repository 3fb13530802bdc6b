using System.Security.Cryptography;
using System.Text;
using TnsTriage.Front;

namespace TnsTriage.Service.Ledger;

/// <summary>
/// What was decided on a conversation, once for all time, with what is needed to tell how. Holds hashes in place of text.
/// </summary>
internal sealed record Decision
{
    /// <summary>A short name for people and for whoever is paged: the same whenever this conversation is decided on.</summary>
    public required string Id { get; init; }

    /// <summary>The conversation, under the id it had when it was decided on.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>The message that the ticket was made of; null when there was none.</summary>
    public MessageId? Message { get; init; }

    /// <summary>When the first event was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the decision was made.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Whether the policy then said to write nothing. A later change of the policy does not carry it out.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>SHA-256 of the policy file.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>SHA-256 of the ticket; null when there was none.</summary>
    public string? TicketHash { get; init; }

    /// <summary>What the champion made of it.</summary>
    public required Judgement Judgement { get; init; }

    /// <summary>The id of a decision on a conversation: 80 bits, so that among billions no two are alike.</summary>
    public static string IdOf(ConversationId conversation) => $"tns-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Value)))[..20]}";
}

/// <summary>A decision, what became of it, and what a challenger would have decided.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Shadow">What the challenger made of the ticket; null when none was asked.</param>
/// <param name="Steps">What it leads to, in order. Empty when nothing is to be done.</param>
internal sealed record LedgerEntry(Decision Decision, Judgement? Shadow, IReadOnlyList<LedgerStep> Steps);

/// <summary>A step of an escalation.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Step">What to do. The text of a comment is erased once it is written.</param>
/// <param name="DoneAt">When it was done; null until then.</param>
/// <param name="Failure">Why it was not done when it was tried last; null when it was not tried or is done.</param>
internal sealed record LedgerStep(int Number, Escalation.PlannedStep Step, DateTimeOffset? DoneAt, string? Failure);

/// <summary>Something that happened to a conversation besides its decision.</summary>
internal sealed record TrailEntry(DateTimeOffset At, string What);
