using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TnsTriage.Front.Api;

/// <summary>A list, or a page of one.</summary>
internal sealed record Page<T>
{
    [JsonPropertyName("_results")]
    public required IReadOnlyList<T> Results { get; init; }

    [JsonPropertyName("_pagination")]
    public Pagination? Pagination { get; init; }
}

/// <summary>Where the next page is; null or absent at the end.</summary>
internal sealed record Pagination
{
    [JsonConverter(typeof(TextConverter))]
    public string? Next { get; init; }
}

/// <summary>Adds or removes tags, none of the others touched.</summary>
internal sealed record TagsBody(IReadOnlyCollection<TagId> TagIds);

internal sealed record UpdateBody(InboxId? InboxId, TeammateId? AssigneeId, ConversationStatus? Status);

internal sealed record LinksBody(IReadOnlyCollection<string> LinkExternalUrls);

internal sealed record CommentBody(string Body);

internal sealed record ChallengeBody(string Challenge);

/// <summary>Front's JSON: unknown fields are passed over, missing ones tolerated unless required.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 128,
    Converters =
    [
        typeof(FrontIdConverter<ConversationId>), typeof(FrontIdConverter<MessageId>), typeof(FrontIdConverter<EventId>),
        typeof(FrontIdConverter<TagId>), typeof(FrontIdConverter<InboxId>), typeof(FrontIdConverter<TeammateId>),
    ])]
[JsonSerializable(typeof(FrontConversation))]
[JsonSerializable(typeof(FrontComment))]
[JsonSerializable(typeof(FrontCompany))]
[JsonSerializable(typeof(WireEvent))]
[JsonSerializable(typeof(WireEnvelope))]
[JsonSerializable(typeof(Page<FrontMessage>))]
[JsonSerializable(typeof(Page<FrontComment>))]
[JsonSerializable(typeof(Page<FrontTag>))]
[JsonSerializable(typeof(Page<FrontInbox>))]
[JsonSerializable(typeof(Page<FrontTeammate>))]
[JsonSerializable(typeof(Page<JsonElement>))]
[JsonSerializable(typeof(WireId))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(UpdateBody))]
[JsonSerializable(typeof(LinksBody))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(ChallengeBody))]
internal sealed partial class FrontJson : JsonSerializerContext
{
    /// <summary>Reads a document, or says which field is not what we need; never what stands in it.</summary>
    public static (T? Value, string? Fault) Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? (value, null) : (null, "$");
        }
        catch (JsonException e)
        {
            return (null, PathNames.Safe(e.Path));
        }
    }
}

/// <summary>A JSON path may hold names that people chose, such as those of custom fields; ours and indices alone are shown.</summary>
internal static class PathNames
{
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal)
    {
        "$", "_results", "_pagination", "next", "id", "is_inbound", "body", "text", "type", "emitted_at", "conversation", "source", "target", "data", "_meta",
        "assignee", "tags", "links", "attachments", "metadata", "authorization", "payload",
    };

    public static string Safe(string? path)
    {
        if (path is null)
        {
            return "$";
        }

        var shown = path.Split('.').TakeWhile(part => Ours.Contains(part.Split('[')[0]) && !part.Contains('\'', StringComparison.Ordinal));
        return string.Join('.', shown) is { Length: > 0 } names ? names : "$";
    }
}
