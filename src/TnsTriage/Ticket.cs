using System.Text.Json.Serialization;

namespace TnsTriage;

/// <summary>A support conversation as it arrived: raw text, HTML included. What the model sees of it is <see cref="Text.PreparedTicket"/>.</summary>
public sealed record Ticket
{
    /// <summary>Subject line; empty when the channel has none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The newest message. May be empty (attachment only) and may carry HTML and quoted history.</summary>
    public required string Body { get; init; }

    /// <summary>Earlier messages, oldest first, without <see cref="Body"/>.</summary>
    public IReadOnlyList<ThreadMessage> Thread { get; init; } = [];

    /// <summary>BCP-47 tag of the main language, or <c>und</c> when nobody has determined it.</summary>
    public string Language { get; init; } = "und";
}

/// <summary>One earlier message of a conversation.</summary>
/// <param name="From">Which side wrote it.</param>
/// <param name="Body">Raw text, HTML included; may be empty.</param>
public sealed record ThreadMessage(
    [property: JsonPropertyName("from")] ThreadAuthor From,
    [property: JsonPropertyName("body")] string Body);

/// <summary>Which side of the conversation wrote a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ThreadAuthor>))]
public enum ThreadAuthor
{
    /// <summary>The person who wrote to support.</summary>
    [JsonStringEnumMemberName("sender")] Sender,

    /// <summary>The support desk.</summary>
    [JsonStringEnumMemberName("agent")] Agent,
}
