using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsTriage.Front.Api;

/// <summary>
/// An event in any of its shapes: with whole things under <c>data</c>, with their ids there, or with an id in place of <c>data</c>.
/// </summary>
internal sealed record WireEvent
{
    public EventId? Id { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Type { get; init; }

    [JsonConverter(typeof(SecondsConverter))]
    public DateTimeOffset? EmittedAt { get; init; }

    public WireConversation? Conversation { get; init; }

    public WireEnd? Source { get; init; }

    public WireEnd? Target { get; init; }
}

/// <summary>The id of a thing that is not what it should be otherwise.</summary>
internal sealed record WireId
{
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Id { get; init; }
}

internal sealed record WireConversation
{
    [JsonConverter(typeof(TextConverter))]
    public string? Id { get; init; }
}

/// <summary>Source or target of an event.</summary>
internal sealed record WireEnd
{
    [JsonPropertyName("_meta")]
    public WireMeta? Meta { get; init; }

    [JsonConverter(typeof(IdsConverter))]
    public IReadOnlyList<string>? Data { get; init; }

    [JsonConverter(typeof(IdsConverter))]
    public IReadOnlyList<string>? Id { get; init; }

    [JsonIgnore]
    public IReadOnlyList<string> Ids => Data is { Count: > 0 } ids ? ids : Id ?? [];
}

internal sealed record WireMeta
{
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Type { get; init; }
}

/// <summary>The envelope of an application webhook.</summary>
internal sealed record WireEnvelope
{
    public WireAuthorization? Authorization { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Type { get; init; }

    public WireEvent? Payload { get; init; }
}

internal sealed record WireAuthorization
{
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Id { get; init; }
}

/// <summary>
/// The ids in a thing, a list of things, a list of ids, or an id; whatever else stands there holds none. Nothing but ids is decoded.
/// </summary>
internal sealed class IdsConverter : JsonConverter<IReadOnlyList<string>>
{
    private const int MaxIds = 1_000;

    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<string> ids = [];
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Add(ref reader);
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref reader);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.CurrentDepth > depth)
                {
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        Add(ref reader);
                    }
                    else if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        ReadObject(ref reader);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                break;
            default:
                reader.Skip();
                break;
        }

        return ids;

        void ReadObject(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isId && reader.TokenType == JsonTokenType.String)
                {
                    Add(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        void Add(ref Utf8JsonReader reader)
        {
            if (ids.Count < MaxIds && JsonText.Read(ref reader) is { Length: > 0 and <= 100 } id)
            {
                ids.Add(id);
            }
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
