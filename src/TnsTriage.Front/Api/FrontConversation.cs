using System.Text.Json.Serialization;

namespace TnsTriage.Front.Api;

/// <summary>A conversation as it was when it was read. What we have no use for is left out.</summary>
public sealed record FrontConversation
{
    /// <summary>Its id; another than was asked for when Front merged that one into this.</summary>
    public required ConversationId Id { get; init; }

    /// <summary><c>conversation</c>, <c>discussion</c>, <c>task</c> or a kind to come; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Type { get; init; }

    /// <summary>Subject line; null or empty when the channel has none.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Subject { get; init; }

    /// <summary>
    /// <c>assigned</c>, <c>unassigned</c>, <c>archived</c>, <c>deleted</c>. The words differ from those that are written.
    /// </summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Status { get; init; }

    /// <summary>Who it is assigned to; null when nobody.</summary>
    public FrontTeammate? Assignee { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<FrontTag> Tags { get; init => field = [.. (value ?? []).OfType<FrontTag>()]; } = [];

    /// <summary>Its links.</summary>
    public IReadOnlyList<FrontLink> Links { get; init => field = [.. (value ?? []).OfType<FrontLink>()]; } = [];

    /// <summary>When it began; null when not said.</summary>
    [JsonConverter(typeof(OptionalSecondsConverter))]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its id alone: what people wrote is not for logs.</summary>
    public override string ToString() => Id.Value;
}

/// <summary>A link of a conversation.</summary>
public sealed record FrontLink
{
    /// <summary>Its address as it was given; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? ExternalUrl { get; init; }
}

/// <summary>What a conversation is set to. The words <c>deleted</c> and <c>spam</c> are left out: nothing here deletes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConversationStatus>))]
public enum ConversationStatus
{
    /// <summary>Open, whether assigned or not.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Out of the inbox.</summary>
    [JsonStringEnumMemberName("archived")] Archived,
}

/// <summary>
/// A change of a conversation in one call; what is null stays. Tags and custom fields cannot be set here, because Front would wipe those
/// of the agents.
/// </summary>
public sealed record ConversationUpdate
{
    /// <summary>Where to move it.</summary>
    public InboxId? Inbox { get; init; }

    /// <summary>Whom to assign it to.</summary>
    public TeammateId? Assignee { get; init; }

    /// <summary>What to set it to.</summary>
    public ConversationStatus? Status { get; init; }

    /// <summary>Whether it changes nothing, which Front refuses.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new ConversationUpdate();
}

/// <summary>An answer about a conversation.</summary>
/// <param name="Conversation">Which conversation answered: another than was asked for when Front merged it.</param>
/// <param name="Value">The answer.</param>
public readonly record struct InConversation<T>(ConversationId Conversation, T Value);
