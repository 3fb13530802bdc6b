using System.Net;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Front.Transport;

/// <summary>Says what a status that is not 2xx means. Front's own wording may echo what people wrote, so nothing of it is kept.</summary>
internal static class FaultReader
{
    /// <summary>Every field that our requests have: only these are recognised in what Front says.</summary>
    private static readonly string[] Fields =
    [
        "tag_ids", "inbox_id", "assignee_id", "status", "link_external_urls", "body", "limit", "page_token", "types", "after", "before", "inboxes",
    ];

    private static readonly char[] BetweenWords = [' ', '.', ':', '"', '\'', '`', '[', ']', '\n', ',', '/'];

    public static FrontFault Read(HttpStatusCode status, byte[] body) => (int)status switch
    {
        404 or 410 => new FrontFault.NotFound(),
        401 => new FrontFault.Unauthorized(),
        403 => new FrontFault.Forbidden(),
        400 or 409 or 413 or 422 => new FrontFault.Invalid(FieldsNamed(body)),
        408 or >= 500 => new FrontFault.Server((int)status),
        _ => new FrontFault.Unexpected($"Front answered with status {(int)status}"),
    };

    /// <summary>Our fields that a detail of the error starts with or names as a path, such as "body.tag_ids: should be an array".</summary>
    private static string[] FieldsNamed(byte[] body)
    {
        var details = new StringBuilder();
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("_error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("details", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var detail in list.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.String))
                {
                    details.Append(detail.GetString()).Append('\n');
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];   // the edge answers in HTML, and a broken text says nothing
        }

        HashSet<string> words = [.. details.ToString().Split(BetweenWords, StringSplitOptions.RemoveEmptyEntries)];
        // "body" is also how Front calls the request as a whole.
        var named = Fields.Where(words.Contains).ToArray();
        return named.Length > 1 ? [.. named.Where(name => name != "body")] : named;
    }
}
