namespace TnsTriage.Front;

/// <summary>An id of Front. Checked when it is made, so that no id can lead a request to another path.</summary>
internal interface IFrontId<TSelf> where TSelf : struct, IFrontId<TSelf>
{
    static abstract string Prefix { get; }

    static abstract TSelf Of(string value);
}

/// <summary>A conversation, <c>cnv_</c>.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct ConversationId(string Value) : IFrontId<ConversationId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<ConversationId>(Value);

    static string IFrontId<ConversationId>.Prefix => "cnv_";

    static ConversationId IFrontId<ConversationId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A message of a conversation, <c>msg_</c>.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct MessageId(string Value) : IFrontId<MessageId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<MessageId>(Value);

    static string IFrontId<MessageId>.Prefix => "msg_";

    static MessageId IFrontId<MessageId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>An event, <c>evt_</c>. The same event may be delivered more than once, always with the same id.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct EventId(string Value) : IFrontId<EventId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<EventId>(Value);

    static string IFrontId<EventId>.Prefix => "evt_";

    static EventId IFrontId<EventId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A tag, <c>tag_</c>.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct TagId(string Value) : IFrontId<TagId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<TagId>(Value);

    static string IFrontId<TagId>.Prefix => "tag_";

    static TagId IFrontId<TagId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>An inbox, <c>inb_</c>.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct InboxId(string Value) : IFrontId<InboxId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<InboxId>(Value);

    static string IFrontId<InboxId>.Prefix => "inb_";

    static InboxId IFrontId<InboxId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A teammate, <c>tea_</c>.</summary>
/// <param name="Value">As Front writes it: the prefix, then ASCII letters, digits and underscores.</param>
/// <exception cref="ArgumentException">The value is no such id.</exception>
public readonly record struct TeammateId(string Value) : IFrontId<TeammateId>
{
    /// <summary>As Front writes it.</summary>
    public string Value { get; } = FrontIdText.Checked<TeammateId>(Value);

    static string IFrontId<TeammateId>.Prefix => "tea_";

    static TeammateId IFrontId<TeammateId>.Of(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>The one rule for all ids.</summary>
internal static class FrontIdText
{
    private const int MaxLength = 100;

    public static bool IsId<TId>(string? text) where TId : struct, IFrontId<TId> =>
        text is { Length: <= MaxLength }
        && text.Length > TId.Prefix.Length
        && text.StartsWith(TId.Prefix, StringComparison.Ordinal)
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    public static string Checked<TId>(string text) where TId : struct, IFrontId<TId> =>
        IsId<TId>(text) ? text : throw new ArgumentException($"not an id of Front that starts with {TId.Prefix}", nameof(text));

    /// <summary>The id, or null where another kind of thing, or nothing, was named.</summary>
    public static TId? Try<TId>(string? text) where TId : struct, IFrontId<TId> => IsId<TId>(text) ? TId.Of(text!) : null;
}
