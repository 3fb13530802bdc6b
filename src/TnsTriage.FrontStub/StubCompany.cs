using System.Globalization;

namespace TnsTriage.FrontStub;

/// <summary>A named thing that Front knows by an id: tag, inbox, teammate.</summary>
public sealed record StubThing(string Id, string Name);

/// <summary>A message to put into a conversation.</summary>
public sealed record StubMessage(string Body)
{
    public bool IsInbound { get; init; } = true;

    public string Type { get; init; } = "email";

    public string? Subject { get; init; }

    /// <summary>Not null for a draft.</summary>
    public string? DraftMode { get; init; }

    /// <summary>Names of files.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];
}

/// <summary>A message as it is kept.</summary>
public sealed record StoredMessage(string Id, DateTimeOffset At, StubMessage Message);

/// <summary>A comment as it is kept.</summary>
public sealed record StoredComment(string Id, DateTimeOffset At, string Body);

/// <summary>Something that happened, in Front's short names.</summary>
public sealed record StubEvent(string Id, string Type, DateTimeOffset At, string Conversation)
{
    public required string SourceType { get; init; }

    public IReadOnlyList<string> SourceIds { get; init; } = [];

    public string? TargetType { get; init; }

    public IReadOnlyList<string> TargetIds { get; init; } = [];
}

/// <summary>A conversation as it is kept. Lists are copies: what a test holds does not change under it.</summary>
public sealed record StubConversation(string Id, string Subject, DateTimeOffset CreatedAt)
{
    public string Type { get; init; } = "conversation";

    public string Status { get; init; } = "unassigned";

    public string? Assignee { get; init; }

    public IReadOnlyList<string> Inboxes { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredComment> Comments { get; init; } = [];

    /// <summary>The conversation that this one was merged into.</summary>
    public string? MergedInto { get; init; }
}

/// <summary>All that the stand-in knows. Safe to use from many threads.</summary>
public sealed class StubCompany(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StubConversation> _conversations = new(StringComparer.Ordinal);
    private readonly List<StubEvent> _events = [];
    private int _lastId;

    /// <summary>Called after an event was added, by whoever added it and outside of any lock.</summary>
    public Action<StubEvent>? EventAdded { get; set; }

    public string Id { get; init; } = "cmp_stub";

    public IReadOnlyList<StubThing> Inboxes { get; init; } = [new("inb_support", "Support"), new("inb_tns", "Trust & Safety")];

    public IReadOnlyList<StubThing> Tags { get; init; } =
        [new("tag_escalated", "tns/escalated"), new("tag_urgent", "tns/urgent"), new("tag_review", "tns/review"), new("tag_confirmed", "tns/confirmed"), new("tag_false_alarm", "tns/false-alarm")];

    public IReadOnlyList<StubThing> Teammates { get; init; } = [new("tea_agent", "agent-one"), new("tea_oncall", "tns-oncall")];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StubEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<StubConversation> Conversations
    {
        get
        {
            lock (_lock)
            {
                return [.. _conversations.Values];
            }
        }
    }

    /// <summary>A conversation as it is now; null when there is none of that id. One that was merged is still there, and says into what.</summary>
    public StubConversation? Find(string id)
    {
        lock (_lock)
        {
            return _conversations.GetValueOrDefault(id);
        }
    }

    /// <summary>Begins a conversation with its first messages, and emits the event of each that is no draft.</summary>
    /// <returns>The conversation and the event of its first message; null when it has none.</returns>
    public (StubConversation Conversation, StubEvent? Event) Begin(string subject, params IReadOnlyList<StubMessage> messages)
    {
        string id;
        lock (_lock)
        {
            id = NewId("cnv_");
            _conversations[id] = new StubConversation(id, subject, time.GetUtcNow()) { Inboxes = [Inboxes[0].Id] };
        }

        var events = messages.Select(message => Add(id, message)).ToArray();
        return (Find(id)!, events.FirstOrDefault(happened => happened is not null));
    }

    /// <summary>Adds a message, and emits its event unless it is a draft.</summary>
    public StubEvent? Add(string conversation, StubMessage message)
    {
        string id;
        lock (_lock)
        {
            id = NewId("msg_");
            Change(conversation, known => known with { Messages = [.. known.Messages, new StoredMessage(id, time.GetUtcNow(), message)] });
        }

        return message.DraftMode is not null ? null
            : Emit(conversation, message.IsInbound ? "inbound" : "outbound", message.IsInbound ? "inboxes" : "teammate", message.IsInbound ? Find(conversation)!.Inboxes : [Teammates[0].Id], "message", [id]);
    }

    /// <summary>A teammate puts a tag on a conversation, or takes it off.</summary>
    public StubEvent Tag(string conversation, string tag, bool isOn = true)
    {
        TryUpdate(conversation, known => known with { Tags = isOn ? [.. known.Tags.Union([tag])] : [.. known.Tags.Except([tag])] });
        return Emit(conversation, isOn ? "tag" : "untag", "teammate", [Teammates[0].Id], "tag", [tag]);
    }

    /// <summary>Merges a conversation into another: its messages and comments move, and calls for it are redirected from now on.</summary>
    public StubEvent Merge(string conversation, string into)
    {
        lock (_lock)
        {
            var merged = _conversations[conversation];
            Change(into, known => known with
            {
                Messages = [.. known.Messages.Concat(merged.Messages).OrderBy(message => message.At)],
                Comments = [.. known.Comments.Concat(merged.Comments).OrderBy(comment => comment.At)],
                Tags = [.. known.Tags.Union(merged.Tags, StringComparer.Ordinal)],
            });
            Change(conversation, known => known with { MergedInto = into });
        }

        return Emit(into, "conversations_merged", "teammate", [Teammates[0].Id], "deleted_conversation_ids", [conversation]);
    }

    /// <summary>
    /// Changes a conversation, unless it was merged, be it since it was looked up: what was written to it then would be neither where it is
    /// now nor told to anybody.
    /// </summary>
    /// <returns>Whether it was changed.</returns>
    internal bool TryUpdate(string conversation, Func<StubConversation, StubConversation> change)
    {
        lock (_lock)
        {
            if (_conversations[conversation].MergedInto is not null)
            {
                return false;
            }

            Change(conversation, change);
            return true;
        }
    }

    /// <summary>Adds a comment; null when the conversation was merged.</summary>
    internal StoredComment? TryComment(string conversation, string body)
    {
        StoredComment comment;
        lock (_lock)
        {
            comment = new StoredComment(NewId("com_"), time.GetUtcNow(), body);
            if (!TryUpdate(conversation, known => known with { Comments = [.. known.Comments, comment] }))
            {
                return null;
            }
        }

        EmitByApi(conversation, "comment", "comment", [comment.Id]);
        return comment;
    }

    internal void EmitByApi(string conversation, string type, string target, IReadOnlyList<string> ids) => Emit(conversation, type, "api", ["tea_bot"], target, ids);

    private StubEvent Emit(string conversation, string type, string source, IReadOnlyList<string> sources, string target, IReadOnlyList<string> targets)
    {
        StubEvent happened;
        lock (_lock)
        {
            happened = new StubEvent(NewId("evt_"), type, time.GetUtcNow(), conversation) { SourceType = source, SourceIds = sources, TargetType = target, TargetIds = targets };
            _events.Add(happened);
        }

        EventAdded?.Invoke(happened);
        return happened;
    }

    private void Change(string conversation, Func<StubConversation, StubConversation> change) => _conversations[conversation] = change(_conversations[conversation]);

    private string NewId(string prefix) => $"{prefix}{(++_lastId).ToString("d6", CultureInfo.InvariantCulture)}";
}
