using System.Globalization;
using System.Text.Json;
using TnsTriage.Conversations;

namespace TnsEval.EvalSets.Import;

/// <summary>A conversation as Front's API answers it; what an import does not need is left out.</summary>
internal sealed record FrontConversation(string? Subject, IReadOnlyList<string> Tags, double UpdatedAt, string? LastMessageId, IReadOnlyDictionary<string, string> CustomFields);

/// <summary>A message as Front's API answers it. <c>CreatedAt</c> (seconds since 1970) is null when the export lacks it.</summary>
internal sealed record FrontMessage(SentMessage Content, bool IsDraft, double? CreatedAt);

/// <summary>
/// Collects conversations and messages from any number of JSON documents: single answers, pages with <c>_results</c>, or lists of them. Other people's
/// JSON, so what is absent or of another kind counts as not said; comments, events and all else are passed over. Holds the whole export in memory. The client
/// of the service reads the same documents otherwise, one at a time and strict where it must be sure; what makes a ticket of them is shared.
/// </summary>
internal sealed class FrontExport
{
    private static readonly string[] Containers = ["_results", "conversation", "conversations", "messages"];

    private readonly OrderedDictionary<string, (FrontConversation? Conversation, string Where, List<FrontMessage> Messages)> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messageIds = new(StringComparer.Ordinal);

    /// <summary>Conversations of whose messages a page names a next one, and those whose last page is there.</summary>
    private readonly HashSet<string> _continued = new(StringComparer.Ordinal), _ended = new(StringComparer.Ordinal);

    /// <summary>
    /// By id of the conversation, in the order of appearance. The conversation is null when only its messages were exported; <c>IsCut</c> says that some of its
    /// messages were not, as far as the export tells: its last message or its last page is not there.
    /// </summary>
    public IEnumerable<(string Id, string Where, FrontConversation? Conversation, IReadOnlyList<FrontMessage> Messages, bool IsCut)> Conversations =>
        _byId.Select(pair => (pair.Key, pair.Value.Where, pair.Value.Conversation, (IReadOnlyList<FrontMessage>)pair.Value.Messages, IsCut(pair.Key, pair.Value.Conversation)));

    /// <returns>How many conversations and messages the document holds.</returns>
    public int Add(JsonElement document, string where) => Add(document, where, parent: null);

    private int Add(JsonElement element, string where, string? parent)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Sum(item => Add(item, where, parent));
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var id = Text(element, "id");
        if (id?.StartsWith("cnv_", StringComparison.Ordinal) == true)
        {
            AddConversation(id, element, where);
            return 1 + AddContainers(element, where, id);
        }

        if (id?.StartsWith("evt_", StringComparison.Ordinal) == true)
        {
            return 0;   // an event carries its conversation and message as they were then
        }

        if (Property(element, "is_inbound") is { ValueKind: JsonValueKind.True or JsonValueKind.False })
        {
            AddMessage(id, element, where, parent);
            return 1;
        }

        var owner = ConversationOf(Text(Property(element, "_links"), "self")) ?? Text(Property(element, "conversation"), "id") ?? parent;
        NotePage(element, owner);
        return AddContainers(element, where, owner);
    }

    /// <summary>Pages of comments and events look alike and say nothing about messages.</summary>
    private void NotePage(JsonElement element, string? conversation)
    {
        if (conversation is not null && Items(element, "_results").Any(item => Property(item, "is_inbound") is not null))
        {
            (Text(Property(element, "_pagination"), "next") is null ? _ended : _continued).Add(conversation);
        }
    }

    private bool IsCut(string id, FrontConversation? conversation) =>
        (_continued.Contains(id) && !_ended.Contains(id)) || (conversation?.LastMessageId is { } last && !_messageIds.Contains(last));

    private int AddContainers(JsonElement element, string where, string? parent) =>
        Containers.Sum(name => Property(element, name) is { } content ? Add(content, where, parent) : 0);

    /// <summary>Of two states of one conversation the one changed last counts: its tags are what people decided in the end.</summary>
    private void AddConversation(string id, JsonElement element, string where)
    {
        var conversation = new FrontConversation(
            Text(element, "subject"),
            [.. Items(element, "tags").Select(tag => Text(tag, "name")).OfType<string>()],
            Number(element, "updated_at") ?? 0,
            LinkedId("messages", Text(Property(Property(element, "_links"), "related"), "last_message")),
            CustomFields(element));
        if (!_byId.TryGetValue(id, out var known) || known.Conversation is null || known.Conversation.UpdatedAt < conversation.UpdatedAt)
        {
            _byId[id] = (conversation, where, known.Messages ?? []);
        }
    }

    private void AddMessage(string? id, JsonElement element, string where, string? parent)
    {
        if (id is not null && !_messageIds.Add(id))
        {
            return;   // pages of one export may overlap
        }

        var conversation = ConversationOf(Text(Property(Property(element, "_links"), "related"), "conversation"))
            ?? Text(element, "conversation_id") ?? parent ?? id ?? $"message {_byId.Count + 1}";
        if (!_byId.TryGetValue(conversation, out var known))
        {
            _byId[conversation] = known = (null, where, []);
        }

        known.Messages.Add(new FrontMessage(
            new SentMessage(
                Property(element, "is_inbound") is { ValueKind: JsonValueKind.True },
                Text(element, "subject"),
                Text(element, "body") is { Length: > 0 } body ? body : Text(element, "text") ?? "",
                [.. Items(element, "attachments").Select(File)]),
            Text(element, "draft_mode") is { Length: > 0 } || Property(element, "is_draft") is { ValueKind: JsonValueKind.True },
            Number(element, "created_at")));
    }

    private static AttachedFile File(JsonElement file) => new(
        Text(file, "filename"), Text(file, "content_type"), Property(Property(file, "metadata"), "is_inline") is { ValueKind: JsonValueKind.True });

    /// <summary>The id in a link such as <c>https://api.example/conversations/cnv_1/messages</c>.</summary>
    private static string? ConversationOf(string? link) => LinkedId("conversations", link);

    private static string? LinkedId(string kind, string? link) => link?.Split('/').SkipWhile(part => part != kind).Skip(1).FirstOrDefault()?.Split('?')[0];

    private static IReadOnlyDictionary<string, string> CustomFields(JsonElement element) =>
        Property(element, "custom_fields") is { ValueKind: JsonValueKind.Object } fields
            ? fields.EnumerateObject()
                .Where(field => field.Value.ValueKind == JsonValueKind.String)
                .GroupBy(field => field.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last().Value.GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static string? Text(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static double? Number(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => seconds,
        _ => null,
    };
}
