using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;

namespace TnsTriage.Service.Ledger;

/// <summary>
/// What was decided and done, kept until it is purged: one decision a conversation; and who may decide and do it now, see <see cref="Hold"/>. Keeps
/// ids, hashes and figures; text only in comments not written yet. Every method throws <see cref="Storage.StorageUnavailableException"/> when
/// the store does not answer, and has then changed nothing, or, where it is the answer that was lost on a network, all of what it was asked: to
/// repeat it is safe. Safe to use from many threads.
/// </summary>
/// <remarks>Implementations inherit the tests of <c>LedgerContract</c>.</remarks>
internal interface ILedger
{
    /// <summary>The decision on a conversation, else the first on one that it was merged with; null when there is none.</summary>
    Task<LedgerEntry?> FindAsync(ConversationId conversation);

    /// <summary>
    /// Claims a conversation with all that it was merged with, all or nothing, and notes the merges that are told. Null, and nothing noted,
    /// while somebody else has any of them. Time is the store's.
    /// </summary>
    /// <param name="conversation">What to work on.</param>
    /// <param name="merged">What else is this conversation, though the ledger may not know it yet: merged into it, says an event.</param>
    /// <param name="duration">How long, without renewal.</param>
    /// <remarks>Only a holder of both notes that two are one, so a hold covers at all times what a decision on its conversation covers.</remarks>
    Task<Hold?> TryHoldAsync(ConversationId conversation, IReadOnlyCollection<ConversationId> merged, TimeSpan duration);

    /// <summary>
    /// Takes in the conversation that the held one turned out to be merged into, with all that is merged with that, until the hold ends; and
    /// notes the merge. False, and nothing changed, while somebody else has any of them. Repeating it changes nothing.
    /// </summary>
    /// <exception cref="HoldLostException">The hold has ended, here and below.</exception>
    Task<bool> TryExtendAsync(Hold hold, ConversationId into);

    /// <summary>Makes a hold with all that it covers last from now on; false when it has ended, though nobody else has taken it yet.</summary>
    Task<bool> RenewAsync(Hold hold, TimeSpan duration);

    /// <summary>Ends a hold; nothing when it has ended.</summary>
    Task ReleaseAsync(Hold hold);

    /// <summary>
    /// Stores a decision and what it leads to; both or nothing. False, and nothing stored, when the conversation, or one it was merged
    /// with, has a decision.
    /// </summary>
    Task<bool> TryRecordAsync(Hold hold, Decision decision, IReadOnlyList<PlannedStep> steps);

    /// <summary>Notes that a step was done, and erases its text. A step that is done stays as it is.</summary>
    Task MarkDoneAsync(Hold hold, string decisionId, int step);

    /// <summary>Notes why a step was not done.</summary>
    Task MarkFailedAsync(Hold hold, string decisionId, int step, string why);

    /// <summary>Puts a challenger's judgement beside a decision; the first one stays.</summary>
    Task RecordShadowAsync(Hold hold, string decisionId, Judgement shadow);

    /// <summary>Notes something that happened to a conversation, without content.</summary>
    Task NoteAsync(ConversationId conversation, string what);

    /// <summary>What was noted of a conversation and those merged into it, oldest first.</summary>
    Task<IReadOnlyList<TrailEntry>> TrailAsync(ConversationId conversation);

    /// <summary>Notes that a person put a tag on a conversation, or took it off; what is older than what is known changes nothing.</summary>
    Task NoteTagAsync(ConversationId conversation, TagId tag, bool isOn, DateTimeOffset at);

    /// <summary>Decisions on conversations on which people put any of these tags, and did not take it off; oldest first.</summary>
    Task<IReadOnlyList<LedgerEntry>> TaggedAsync(IReadOnlyCollection<TagId> tags);

    /// <summary>How far something that walks through time has come; null when it has not begun.</summary>
    Task<DateTimeOffset?> CursorAsync(string name);

    /// <summary>Moves a cursor on. One never goes back.</summary>
    Task MoveCursorAsync(string name, DateTimeOffset to);

    /// <summary>Decisions made since a time, by outcome and verdict, in their order. Challengers are not counted, here and below.</summary>
    Task<IReadOnlyList<DecisionCount>> CountDecisionsAsync(DateTimeOffset since);

    /// <summary>Alarms among the assessments that one prompt on one model made from a time on, and before another.</summary>
    Task<AlarmCount> CountAlarmsAsync(string promptHash, string model, DateTimeOffset from, DateTimeOffset until);

    /// <summary>
    /// Deletes decisions made before a time with all that hangs on them, trails as old, and holds that ended before it. Which conversations
    /// were merged stays.
    /// </summary>
    /// <returns>How many decisions.</returns>
    Task<int> PurgeAsync(DateTimeOffset before);
}

/// <summary>How many decisions are alike.</summary>
internal sealed record DecisionCount(JudgementOutcome Outcome, Verdict Verdict, long Count);

/// <summary>How many tickets were assessed, and how many of them raised an alarm.</summary>
internal sealed record AlarmCount(long Alarms, long Assessed);
