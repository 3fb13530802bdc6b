using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TnsTriage.Front.Transport;

namespace TnsTriage.Front.Api;

/// <content>The writes: one call each, never repeated here but after a refusal under a limit.</content>
public sealed partial class FrontClient
{
    private const int MaxLinks = 10;

    /// <summary>Adds tags, the others stay. Safe to repeat.</summary>
    /// <returns>The conversation that has them now: another than was named when Front merged it.</returns>
    public Task<ConversationId> AddTagsAsync(
        ConversationId conversation, IReadOnlyCollection<TagId> tags, CancellationToken cancellationToken = default) =>
        TagsAsync(HttpMethod.Post, conversation, tags, cancellationToken);

    /// <summary>Removes tags, the others stay. Safe to repeat.</summary>
    /// <returns>The conversation that lacks them now.</returns>
    public Task<ConversationId> RemoveTagsAsync(
        ConversationId conversation, IReadOnlyCollection<TagId> tags, CancellationToken cancellationToken = default) =>
        TagsAsync(HttpMethod.Delete, conversation, tags, cancellationToken);

    /// <summary>
    /// Moves, assigns and sets the status in one call. Safe to repeat, though a repeat undoes what an agent did in between.
    /// </summary>
    /// <returns>The conversation that was changed.</returns>
    /// <exception cref="ArgumentException">The update changes nothing.</exception>
    public Task<ConversationId> UpdateAsync(
        ConversationId conversation, ConversationUpdate update, CancellationToken cancellationToken = default)
    {
        if (update.IsEmpty)
        {
            throw new ArgumentException("changes nothing", nameof(update));
        }

        var body = new UpdateBody(update.Inbox, update.Assignee, update.Status);
        return WriteAsync(HttpMethod.Patch, conversation, "", body, FrontJson.Default.UpdateBody, cancellationToken);
    }

    /// <summary>Links addresses, at most 10 a call. Front keeps one link for each address, so it is safe to repeat.</summary>
    /// <returns>The conversation that has them now.</returns>
    public Task<ConversationId> AddLinksAsync(
        ConversationId conversation, IReadOnlyCollection<Uri> addresses, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NotEmpty(addresses, nameof(addresses)).Count, MaxLinks, nameof(addresses));
        var body = new LinksBody([.. addresses.Select(address => address.AbsoluteUri)]);
        return WriteAsync(HttpMethod.Post, conversation, "/links", body, FrontJson.Default.LinksBody, cancellationToken);
    }

    /// <summary>
    /// Writes a comment as the token, in Markdown. <b>Not safe to repeat</b>: every call adds one, and a call without an answer may have.
    /// See <see cref="Escalation.EscalationWriter.CommentAsync"/>.
    /// </summary>
    public async Task<InConversation<FrontComment>> CreateCommentAsync(
        ConversationId conversation, string body, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(body);
        var request = Request(HttpMethod.Post, conversation, "/comments") with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new CommentBody(body), FrontJson.Default.CommentBody),
        };
        var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new InConversation<FrontComment>(answer.Conversation!.Value, Read(request, answer, FrontJson.Default.FrontComment));
    }

    private Task<ConversationId> TagsAsync(
        HttpMethod method, ConversationId conversation, IReadOnlyCollection<TagId> tags, CancellationToken cancellationToken) =>
        WriteAsync(method, conversation, "/tags", new TagsBody(NotEmpty(tags, nameof(tags))), FrontJson.Default.TagsBody, cancellationToken);

    private static IReadOnlyCollection<T> NotEmpty<T>(IReadOnlyCollection<T> items, string parameter) =>
        items.Count > 0 ? items : throw new ArgumentException("empty, which Front refuses", parameter);

    private async Task<ConversationId> WriteAsync<T>(
        HttpMethod method, ConversationId conversation, string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var request = Request(method, conversation, path) with { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };
        var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Conversation!.Value;
    }
}
