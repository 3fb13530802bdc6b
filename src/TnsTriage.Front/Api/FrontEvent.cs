namespace TnsTriage.Front.Api;

/// <summary>
/// Something that happened, as webhooks and the list of events tell it. Only ids and kinds: content is fetched, for what a webhook carries
/// of it may be short or old.
/// </summary>
public sealed record FrontEvent
{
    /// <summary>Its id: deliveries and lists repeat events, so count each id once.</summary>
    public required EventId Id { get; init; }

    /// <summary>The short name of its kind: <c>inbound</c>, <c>tag</c>, <c>conversations_merged</c>, or one to come.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened. Deliveries come in any order.</summary>
    public required DateTimeOffset EmittedAt { get; init; }

    /// <summary>The conversation; null for what belongs to none.</summary>
    public ConversationId? Conversation { get; init; }

    /// <summary>
    /// The kind of thing that caused it: <c>inboxes</c>, <c>teammate</c>, <c>rule</c>, <c>api</c>, <c>oauth_client</c> ...; null when not
    /// said.
    /// </summary>
    public string? SourceType { get; init; }

    /// <summary>Ids of what caused it; for <c>inboxes</c> each inbox. Empty when not said.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>The kind of thing that it is about: <c>message</c>, <c>tag</c>, <c>comment</c> ...; null when not said.</summary>
    public string? TargetType { get; init; }

    /// <summary>Ids of what it is about. Empty when not said.</summary>
    public IReadOnlyList<string> TargetIds { get; init; } = [];

    /// <summary>The message that it is about; null when it is about none.</summary>
    public MessageId? Message => TargetType == "message" && TargetIds is [var id, ..] ? FrontIdText.Try<MessageId>(id) : null;

    /// <summary>The conversations that are gone because they were merged into <see cref="Conversation"/>.</summary>
    public IReadOnlyList<ConversationId> MergedConversations =>
        TargetType == "deleted_conversation_ids" ? [.. TargetIds.Select(FrontIdText.Try<ConversationId>).OfType<ConversationId>()] : [];

    /// <summary>The tags that it is about: put on, or taken off. Empty when it is about none.</summary>
    public IReadOnlyList<TagId> Tags => TargetType == "tag" ? [.. TargetIds.Select(FrontIdText.Try<TagId>).OfType<TagId>()] : [];

    internal static FrontEvent? Of(WireEvent wire) => wire is { Id: { } id, Type: { Length: > 0 } type, EmittedAt: { } emittedAt }
        ? new FrontEvent
        {
            Id = id,
            Type = type,
            EmittedAt = emittedAt,
            Conversation = wire.Conversation?.Id is { } conversation ? FrontIdText.Try<ConversationId>(conversation) : null,
            SourceType = wire.Source?.Meta?.Type,
            SourceIds = wire.Source?.Ids ?? [],
            TargetType = wire.Target?.Meta?.Type,
            TargetIds = wire.Target?.Ids ?? [],
        }
        : null;
}

/// <summary>Which events to list.</summary>
public sealed record FrontEventQuery
{
    /// <summary>Kinds by their short names, such as <c>inbound</c>; all when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Inboxes; all that the token may see when empty.</summary>
    public IReadOnlyList<InboxId> Inboxes { get; init; } = [];

    /// <summary>From when on, to the millisecond; from the beginning when null.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Until when, to the millisecond; until now when null.</summary>
    public DateTimeOffset? Before { get; init; }
}
