using System.Text.Json.Nodes;

namespace TnsTriage.FrontStub;

/// <summary>Front's shapes. Links point at the company's host, as Front's do, whatever host was called.</summary>
internal static class StubJson
{
    public const string CompanyHost = "https://stub.api.frontapp.com";

    public static JsonObject Me(StubCompany company) => new() { ["_links"] = Links("/me"), ["id"] = company.Id, ["name"] = "Stub Church Software" };

    public static JsonObject List(string path, IEnumerable<JsonNode> items) => new() { ["_links"] = Links(path), ["_results"] = new JsonArray([.. items]) };

    public static JsonObject Page(string path, IEnumerable<JsonNode> items, string? next)
    {
        var page = List(path, items);
        page["_pagination"] = new JsonObject { ["next"] = next is null ? null : $"{CompanyHost}{path}?{next}" };
        return page;
    }

    public static JsonObject Conversation(StubConversation conversation, StubCompany company) => new()
    {
        ["_links"] = Links($"/conversations/{conversation.Id}"),
        ["id"] = conversation.Id,
        ["type"] = conversation.Type,
        ["subject"] = conversation.Subject,
        ["status"] = conversation.Status,
        ["ticket_ids"] = new JsonArray(),
        ["assignee"] = conversation.Assignee is { } assignee ? Teammate(company.Teammates.First(known => known.Id == assignee)) : null,
        ["recipient"] = Recipient("customer@mail.example", "from"),
        ["tags"] = new JsonArray([.. conversation.Tags.Select(id => Tag(company.Tags.First(tag => tag.Id == id)))]),
        ["links"] = new JsonArray([.. conversation.Links.Select((address, index) => new JsonObject { ["id"] = $"top_{index + 1}", ["type"] = "web", ["external_url"] = address })]),
        ["custom_fields"] = new JsonObject(),
        ["created_at"] = Seconds(conversation.CreatedAt),
        ["is_private"] = false,
        ["scheduled_reminders"] = new JsonArray(),
        ["metadata"] = new JsonObject(),
    };

    public static JsonObject Message(StoredMessage stored, string conversation) => new()
    {
        ["_links"] = new JsonObject { ["self"] = $"{CompanyHost}/messages/{stored.Id}", ["related"] = new JsonObject { ["conversation"] = $"{CompanyHost}/conversations/{conversation}" } },
        ["id"] = stored.Id,
        ["type"] = stored.Message.Type,
        ["is_inbound"] = stored.Message.IsInbound,
        ["created_at"] = Seconds(stored.At),
        ["blurb"] = "",
        ["body"] = stored.Message.Body,
        ["text"] = stored.Message.Body,
        ["error_type"] = null,
        ["version"] = null,
        ["subject"] = stored.Message.Subject,
        ["draft_mode"] = stored.Message.DraftMode,
        ["metadata"] = new JsonObject(),
        ["author"] = null,
        ["recipients"] = new JsonArray(Recipient("customer@mail.example", stored.Message.IsInbound ? "from" : "to"), Recipient("support@church-software.example", stored.Message.IsInbound ? "to" : "from")),
        ["attachments"] = new JsonArray([.. stored.Message.Attachments.Select((name, index) => new JsonObject
        {
            ["id"] = $"fil_{index + 1}",
            ["filename"] = name,
            ["url"] = $"{CompanyHost}/download/fil_{index + 1}",
            ["content_type"] = "application/octet-stream",
            ["size"] = 1024,
            ["metadata"] = new JsonObject { ["is_inline"] = false },
        })]),
        ["signature"] = null,
    };

    public static JsonObject Comment(StoredComment comment) => new()
    {
        ["_links"] = Links($"/comments/{comment.Id}"),
        ["id"] = comment.Id,
        ["author"] = null,
        ["body"] = comment.Body,
        ["posted_at"] = Seconds(comment.At),
        ["attachments"] = new JsonArray(),
        ["is_pinned"] = false,
    };

    public static JsonObject Tag(StubThing tag) => new() { ["_links"] = Links($"/tags/{tag.Id}"), ["id"] = tag.Id, ["name"] = tag.Name, ["is_private"] = false };

    public static JsonObject Inbox(StubThing inbox) => new() { ["_links"] = Links($"/inboxes/{inbox.Id}"), ["id"] = inbox.Id, ["name"] = inbox.Name, ["is_private"] = false };

    public static JsonObject Teammate(StubThing teammate) => new()
    {
        ["_links"] = Links($"/teammates/{teammate.Id}"),
        ["id"] = teammate.Id,
        ["email"] = $"{teammate.Name}@church-software.example",
        ["username"] = teammate.Name,
        ["is_blocked"] = false,
        ["type"] = "user",
    };

    /// <summary>An event with all it is about; as a preview, with ids in place of <c>data</c>.</summary>
    public static JsonObject Event(StubEvent happened, StubCompany company, bool isPreview) => new()
    {
        ["_links"] = Links($"/events/{happened.Id}"),
        ["id"] = happened.Id,
        ["type"] = happened.Type,
        ["emitted_at"] = Seconds(happened.At),
        ["conversation"] = isPreview
            ? new JsonObject { ["_links"] = Links($"/conversations/{happened.Conversation}"), ["id"] = happened.Conversation }
            : Conversation(company.Find(happened.Conversation)!, company),
        ["source"] = End(happened.SourceType, happened.SourceIds, isPreview, isList: happened.SourceType == "inboxes", _ => null),
        ["target"] = happened.TargetType is { } target ? End(target, happened.TargetIds, isPreview, isList: false, id => Target(happened, company, id)) : null,
    };

    public static decimal Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    private static JsonObject End(string type, IReadOnlyList<string> ids, bool isPreview, bool isList, Func<string, JsonObject?> whole)
    {
        var end = new JsonObject { ["_meta"] = new JsonObject { ["type"] = type } };
        if (type == "deleted_conversation_ids")
        {
            end["data"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]);
        }
        else if (isPreview)
        {
            if (!isList && ids is [var only])
            {
                end["id"] = only;
            }
        }
        else
        {
            var things = ids.Select(id => whole(id) ?? new JsonObject { ["id"] = id });
            end["data"] = isList ? new JsonArray([.. things]) : things.FirstOrDefault();
        }

        return end;
    }

    private static JsonObject? Target(StubEvent happened, StubCompany company, string id) =>
        happened.TargetType == "message" && company.Find(happened.Conversation)!.Messages.FirstOrDefault(message => message.Id == id) is { } stored
            ? Message(stored, happened.Conversation)
            : null;

    private static JsonObject Recipient(string handle, string role) => new() { ["name"] = null, ["handle"] = handle, ["role"] = role };

    private static JsonObject Links(string path) => new() { ["self"] = $"{CompanyHost}{path}" };
}
