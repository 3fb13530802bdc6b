using System.Text.Json.Serialization;

namespace TnsTriage.Front.Api;

/// <summary>A message of a conversation: hostile input, in whatever channel.</summary>
public sealed record FrontMessage
{
    /// <summary>Its id.</summary>
    public required MessageId Id { get; init; }

    /// <summary>Whether somebody outside wrote it; the support desk otherwise.</summary>
    public required bool IsInbound { get; init; }

    /// <summary><c>email</c>, <c>sms</c>, <c>tweet</c> and many more, also ones to come; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Type { get; init; }

    /// <summary>When it was sent; null when not said.</summary>
    [JsonConverter(typeof(OptionalSecondsConverter))]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Subject line; null or empty when the channel has none.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Subject { get; init; }

    /// <summary>What was written, as it came: HTML for e-mail, with the history that its sender's program quotes.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Body { get; init; }

    /// <summary>Front's text version of <see cref="Body"/>.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Text { get; init; }

    /// <summary>Not null while the message is a draft, which nobody outside has seen.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? DraftMode { get; init; }

    /// <summary>Files that came with it.</summary>
    public IReadOnlyList<FrontAttachment> Attachments { get; init => field = [.. (value ?? []).OfType<FrontAttachment>()]; } = [];

    /// <summary>Its id alone: what people wrote is not for logs.</summary>
    public override string ToString() => Id.Value;
}

/// <summary>A file of a message. Name and type are whatever the sender says; the file itself is not read.</summary>
public sealed record FrontAttachment
{
    /// <summary>Its name; null when not said.</summary>
    [JsonPropertyName("filename")]
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? FileName { get; init; }

    /// <summary>Its media type; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? ContentType { get; init; }

    /// <summary>What else is said of it.</summary>
    public FrontAttachmentMetadata? Metadata { get; init; }

    /// <summary>Nothing: what people wrote is not for logs.</summary>
    public override string ToString() => nameof(FrontAttachment);
}

/// <summary>What is said of an attachment besides name and type.</summary>
public sealed record FrontAttachmentMetadata
{
    /// <summary>Whether it is shown within the text.</summary>
    [JsonConverter(typeof(OptionalFlagConverter))]
    public bool IsInline { get; init; }
}

/// <summary>The messages of a conversation.</summary>
public sealed record FrontThread
{
    /// <summary>The conversation that answered: another than was asked for when Front merged it.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>Oldest first, each once, drafts included.</summary>
    public required IReadOnlyList<FrontMessage> Messages { get; init; }

    /// <summary>Whether older messages were not read, because there are more than <see cref="FrontOptions.MaxMessages"/>.</summary>
    public bool IsCut { get; init; }
}
