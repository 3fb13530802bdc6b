using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Front;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>A job as it stands in a message: what a row of a table would hold. Ids, counts and times, never content.</summary>
internal sealed record RabbitJob
{
    private const int Format = 1;

    public int FormatVersion { get; init; } = Format;

    public required string Event { get; init; }

    public required string Conversation { get; init; }

    public required IReadOnlyList<string> Merged { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Leases so far, but for those that the broker counts: see <see cref="TnsTriage.RabbitMq.Delivery.Returns"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>Leases that nobody ended, with the same exception.</summary>
    public int Lost { get; init; }

    public SetbackKind? Setback { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it is due by the clock of whoever put it off; null for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What is left of its wait once it leaves the queue of its delay: no longer, whatever another machine's clock makes of <see cref="DueAt"/>.</summary>
    public TimeSpan? StillWaits { get; init; }

    /// <summary>When it was given up; null while it was not, and when the broker did it.</summary>
    public DateTimeOffset? DiedAt { get; init; }

    [JsonIgnore]
    public ConversationId ConversationId => new(Conversation);

    [JsonIgnore]
    public EventId EventId => new(Event);

    public static RabbitJob Of(InboxEvent @event, DateTimeOffset now) => new()
    {
        Event = @event.Id.Value,
        Conversation = @event.Conversation.Value,
        Merged = [.. @event.Merged.Select(merged => merged.Value).Distinct(StringComparer.Ordinal)],
        ReceivedAt = now,
    };

    /// <summary>How long it is not to be worked on yet; zero or less when it is due.</summary>
    public TimeSpan WaitAt(DateTimeOffset now) => DueAt - now is { } wait && StillWaits is { } most ? (wait < most ? wait : most) : TimeSpan.Zero;

    /// <summary>Begun again, its past forgotten.</summary>
    public RabbitJob Anew() => new() { Event = Event, Conversation = Conversation, Merged = Merged, ReceivedAt = ReceivedAt };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, RabbitJson.Default.RabbitJob);

    /// <summary>Null when it is none, or of a newer program.</summary>
    public static RabbitJob? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, RabbitJson.Default.RabbitJob) is { FormatVersion: Format } job && job.HasIds() ? job : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool HasIds()
    {
        try
        {
            return (EventId.Value, ConversationId.Value) == (Event, Conversation) && Merged.All(merged => new ConversationId(merged).Value == merged);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>What a person said of a conversation by a tag.</summary>
internal sealed record RabbitNote
{
    private const int Format = 1;

    public int FormatVersion { get; init; } = Format;

    public required string Conversation { get; init; }

    public required string Tag { get; init; }

    public required bool IsOn { get; init; }

    public required DateTimeOffset At { get; init; }

    public static byte[] Write(TagNote note) => JsonSerializer.SerializeToUtf8Bytes(
        new RabbitNote { Conversation = note.Conversation.Value, Tag = note.Tag.Value, IsOn = note.IsOn, At = note.At }, RabbitJson.Default.RabbitNote);

    /// <summary>Null when it is none, or of a newer program.</summary>
    public static TagNote? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, RabbitJson.Default.RabbitNote) is { FormatVersion: Format } note
                ? new TagNote(new ConversationId(note.Conversation), new TagId(note.Tag), note.IsOn, note.At)
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>JSON of messages. Strict, for we write it: what cannot be read is of another program, and becomes a dead letter.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RabbitJob))]
[JsonSerializable(typeof(RabbitNote))]
internal sealed partial class RabbitJson : JsonSerializerContext;
