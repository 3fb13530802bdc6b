using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;

namespace TnsTriage.Service.Ledger;

/// <summary>
/// What was decided and done, kept until it is purged: one decision a conversation. Holds ids, hashes and figures; text only in comments not written
/// yet. Every method throws <see cref="Storage.StorageUnavailableException"/> when the store does not answer, and has then changed nothing.
/// Safe to use from many threads.
/// </summary>
/// <remarks>Implementations inherit the tests of <c>LedgerContract</c>.</remarks>
internal interface ILedger
{
    /// <summary>The decision on a conversation, else the first on one that it was merged with; null when there is none.</summary>
    Task<LedgerEntry?> FindAsync(ConversationId conversation);

    /// <summary>
    /// Stores a decision and what it leads to; both or nothing. False, and nothing stored, when the conversation, or one it was merged
    /// with, has a decision.
    /// </summary>
    Task<bool> TryRecordAsync(Decision decision, IReadOnlyList<PlannedStep> steps);

    /// <summary>Notes that a step was done, and erases its text. A step that is done stays as it is.</summary>
    Task MarkDoneAsync(string decisionId, int step);

    /// <summary>Notes why a step was not done.</summary>
    Task MarkFailedAsync(string decisionId, int step, string why);

    /// <summary>Puts a challenger's judgement beside a decision; the first one stays.</summary>
    Task RecordShadowAsync(string decisionId, Judgement shadow);

    /// <summary>
    /// From now on, a decision on one conversation is one on the other too. Chains are followed; repeating it changes nothing.
    /// </summary>
    Task MergeAsync(ConversationId merged, ConversationId into);

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

    /// <summary>Alarms among the assessments that one prompt on one model made since a time.</summary>
    Task<AlarmCount> CountAlarmsAsync(string promptHash, string model, DateTimeOffset since);

    /// <summary>
    /// Deletes decisions made before a time with all that hangs on them, and trails as old. Which conversations were merged stays.
    /// </summary>
    /// <returns>How many decisions.</returns>
    Task<int> PurgeAsync(DateTimeOffset before);
}

/// <summary>How many decisions are alike.</summary>
internal sealed record DecisionCount(JudgementOutcome Outcome, Verdict Verdict, long Count);

/// <summary>How many tickets were assessed, and how many of them raised an alarm.</summary>
internal sealed record AlarmCount(long Alarms, long Assessed);
