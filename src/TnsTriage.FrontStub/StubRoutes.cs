using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static TnsTriage.FrontStub.StubAnswers;

namespace TnsTriage.FrontStub;

/// <summary>The calls of Front's API that triage makes.</summary>
/// <param name="company">What they are about.</param>
/// <param name="writingAsync">Awaited between finding a conversation and writing to it.</param>
/// <param name="recordWrite">Told of what was written.</param>
internal sealed class StubRoutes(StubCompany company, Func<StubWrite, Task> writingAsync, Action<StubWrite> recordWrite)
{
    private const int MaxLinks = 10;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/me", context => JsonAsync(context, StubJson.Me(company)));
        app.MapGet("/inboxes", context => JsonAsync(context, StubJson.List("/inboxes", company.Inboxes.Select(StubJson.Inbox))));
        app.MapGet("/teammates", context => JsonAsync(context, StubJson.List("/teammates", company.Teammates.Select(StubJson.Teammate))));
        app.MapGet("/tags", context => PageAsync(context, "/tags", [.. company.Tags.Select(StubJson.Tag)], most: 100));
        app.MapGet("/events", EventsAsync);
        app.MapGet("/events/{id}", context => company.Events.FirstOrDefault(happened => happened.Id == Id(context)) is { } found
            ? JsonAsync(context, StubJson.Event(found, company, isPreview: false))
            : ErrorAsync(context, 404, "Not found"));
        MapConversation(app, "GET", "", (context, found) => JsonAsync(context, StubJson.Conversation(found, company)));
        MapConversation(app, "GET", "/messages", (context, found) =>
            PageAsync(context, context.Request.Path, [.. found.Messages.Reverse().Select(message => StubJson.Message(message, found.Id))], most: 100));
        MapConversation(app, "GET", "/comments", (context, found) =>
            JsonAsync(context, StubJson.List(context.Request.Path, found.Comments.Reverse().Select(StubJson.Comment))));
        MapConversation(app, "GET", "/inboxes", (context, found) =>
            JsonAsync(context, StubJson.List(context.Request.Path, company.Inboxes.Where(inbox => found.Inboxes.Contains(inbox.Id, StringComparer.Ordinal)).Select(StubJson.Inbox))));
        MapWrite(app, "POST", "/tags", ["tag_ids"], (context, id, body) => TagAsync(context, id, body, isAdded: true));
        MapWrite(app, "DELETE", "/tags", ["tag_ids"], (context, id, body) => TagAsync(context, id, body, isAdded: false));
        MapWrite(app, "POST", "/links", ["link_external_urls"], LinkAsync);
        MapWrite(app, "POST", "/comments", ["body", "author_id", "is_pinned"], CommentAsync);
        MapWrite(app, "PATCH", "", ["inbox_id", "assignee_id", "status"], UpdateAsync);
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private void MapConversation(IEndpointRouteBuilder app, string method, string path, Func<HttpContext, StubConversation, Task> serve) =>
        app.MapMethods($"/conversations/{{id}}{path}", [method], context => company.Find(Id(context)) switch
        {
            null => ErrorAsync(context, 404, "Not found"),
            { MergedInto: not null } => RedirectAsync(context, path),
            var found => serve(context, found),
        });

    private void MapWrite(IEndpointRouteBuilder app, string method, string path, string[] known, Func<HttpContext, string, JsonObject, Task<bool>> apply) =>
        MapConversation(app, method, path, async (context, found) =>
        {
            var text = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            if (Body(text) is not { Count: > 0 } body || body.Any(member => !known.Contains(member.Key)))
            {
                await ErrorAsync(context, 400, "Bad request", $"body: should hold {string.Join(" or ", known)} and nothing else");
            }
            else
            {
                var write = new StubWrite(method, context.Request.Path, text);
                await writingAsync(write);
                if (await apply(context, found.Id, body))
                {
                    recordWrite(write);
                }
            }
        });

    private async Task<bool> TagAsync(HttpContext context, string id, JsonObject body, bool isAdded)
    {
        if (Texts(body, "tag_ids") is not { Length: > 0 } tags || !tags.All(tag => company.Tags.Any(known => known.Id == tag)))
        {
            await ErrorAsync(context, 400, "Bad request", "body.tag_ids: should be a list of tags that exist");
            return false;
        }

        if (!company.TryUpdate(id, known => known with { Tags = isAdded ? [.. known.Tags.Union(tags, StringComparer.Ordinal)] : [.. known.Tags.Except(tags, StringComparer.Ordinal)] }))
        {
            return await MovedAsync(context, "/tags");
        }

        company.EmitByApi(id, isAdded ? "tag" : "untag", "tag", [tags[0]]);
        await NoContentAsync(context);
        return true;
    }

    private async Task<bool> LinkAsync(HttpContext context, string id, JsonObject body)
    {
        if (Texts(body, "link_external_urls") is not { Length: > 0 and <= MaxLinks } links)
        {
            await ErrorAsync(context, 400, "Bad request", "body.link_external_urls: should be a list of 1 to 10 addresses");
            return false;
        }

        if (!company.TryUpdate(id, known => known with { Links = [.. known.Links.Union(links, StringComparer.Ordinal)] }))
        {
            return await MovedAsync(context, "/links");
        }

        company.EmitByApi(id, "link_added", "link", ["top_1"]);
        await NoContentAsync(context);
        return true;
    }

    private async Task<bool> CommentAsync(HttpContext context, string id, JsonObject body)
    {
        if (Text(body, "body") is not { Length: > 0 } text)
        {
            await ErrorAsync(context, 400, "Bad request", "body.body: should be a text");
            return false;
        }

        if (company.TryComment(id, text) is not { } comment)
        {
            return await MovedAsync(context, "/comments");
        }

        await JsonAsync(context, StubJson.Comment(comment), 201);
        return true;
    }

    private async Task<bool> UpdateAsync(HttpContext context, string id, JsonObject body)
    {
        var (inbox, assignee, status) = (Text(body, "inbox_id"), Text(body, "assignee_id"), Text(body, "status"));
        if ((inbox is not null && company.Inboxes.All(known => known.Id != inbox))
            || (assignee is not null && company.Teammates.All(known => known.Id != assignee))
            || status is not (null or "open" or "archived"))
        {
            await ErrorAsync(context, 400, "Bad request", "body: should name an inbox_id, assignee_id or status that exists");
            return false;
        }

        var isUpdated = company.TryUpdate(id, known =>
        {
            var owner = assignee ?? known.Assignee;
            return known with
            {
                Inboxes = inbox is null ? known.Inboxes : [inbox],
                Assignee = owner,
                Status = status == "archived" || (status is null && known.Status == "archived") ? "archived" : owner is null ? "unassigned" : "assigned",
            };
        });
        if (!isUpdated)
        {
            return await MovedAsync(context, "");
        }

        if (inbox is not null)
        {
            company.EmitByApi(id, "move", "inboxes", [inbox]);
        }

        if (assignee is not null)
        {
            company.EmitByApi(id, "assign", "teammate", [assignee]);
        }

        await NoContentAsync(context);
        return true;
    }

    private Task EventsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var events = company.Events.Reverse().Where(happened =>
            (query["q[types][]"].Count == 0 || query["q[types][]"].Contains(happened.Type, StringComparer.Ordinal))
            && (query["q[inboxes][]"].Count == 0 || company.Find(happened.Conversation)!.Inboxes.Any(inbox => query["q[inboxes][]"].Contains(inbox, StringComparer.Ordinal)))
            && (Number(query["q[after]"]) is not { } after || StubJson.Seconds(happened.At) > after)
            && (Number(query["q[before]"]) is not { } before || StubJson.Seconds(happened.At) < before));
        return PageAsync(context, "/events", [.. events.Select(happened => StubJson.Event(happened, company, isPreview: false))], most: 15);
    }

    private static Task PageAsync(HttpContext context, string path, JsonObject[] items, int most)
    {
        var query = context.Request.Query;
        if (Number(query["limit"]) is not { } limit)
        {
            limit = Math.Min(50, most);
        }

        if (limit < 1 || limit > most)
        {
            return ErrorAsync(context, 400, "Bad request", $"query.limit: should be between 1 and {most}");
        }

        // The last item that was given, so that pages neither repeat nor skip when something new arrives in between.
        var last = query["page_token"].ToString();
        var start = last.Length == 0 ? 0 : Array.FindIndex(items, item => (string)item["id"]! == last) + 1;
        var page = items[start..Math.Min(start + (int)limit, items.Length)];
        var rest = query.Where(pair => pair.Key != "page_token").SelectMany(pair => pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value!)}"));
        var next = start + page.Length < items.Length ? string.Join('&', [.. rest, $"page_token={(string)page[^1]["id"]!}"]) : null;
        return JsonAsync(context, StubJson.Page(path, page, next));
    }

    /// <summary>The conversation was merged after it was found; nothing was written.</summary>
    private async Task<bool> MovedAsync(HttpContext context, string path)
    {
        await RedirectAsync(context, path);
        return false;
    }

    private Task RedirectAsync(HttpContext context, string path)
    {
        context.Response.StatusCode = 301;
        context.Response.Headers.Location = $"{StubJson.CompanyHost}/conversations/{company.Find(Id(context))!.MergedInto}{path}";
        return Task.CompletedTask;
    }

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonObject? Body(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string[]? Texts(JsonObject body, string name)
    {
        var texts = (body[name] as JsonArray)?.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : null).ToArray();
        return texts?.Contains(null) == false ? [.. texts.Select(text => text!)] : null;
    }
}
