using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using TnsTriage.Front.Transport;

namespace TnsTriage.Front.Api;

/// <summary>
/// Front's API as far as triage needs it. Use one per company, or those of <c>AddTnsTriageFront</c>, which share one: the limits are
/// counted in it. Safe to use
/// from many threads. Every method throws <see cref="FrontException"/> when Front does not do what was asked; a cancelled call is no such
/// fault.
/// </summary>
/// <remarks>
/// A merged conversation answers under its new id, which the answers carry. Calls that Front refuses under a limit wait and are repeated a
/// few times; nothing
/// else is repeated here.
/// </remarks>
public sealed partial class FrontClient
{
    private const int PageSize = 100;
    private const int EventPageSize = 15;   // Front's own maximum there
    private const int MaxPages = 1_000;

    private readonly FrontTransport _transport;
    private readonly FrontOptions _options;

    /// <summary>Makes a client with limits of its own.</summary>
    /// <param name="http">Its handler must not follow redirects; a call fails if it does. Not disposed here.</param>
    /// <param name="options">Read now; later changes have no effect on limits.</param>
    /// <param name="timeProvider">The clock for limits and time-outs; the system's when null.</param>
    /// <param name="logger">For operations, statuses and durations; ids, but no content and no keys.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public FrontClient(HttpClient http, FrontOptions options, TimeProvider? timeProvider = null, ILogger<FrontClient>? logger = null)
        : this(http, options, new RateLimiter(options, timeProvider ?? TimeProvider.System, logger), timeProvider, logger)
    {
    }

    internal FrontClient(HttpClient http, FrontOptions options, RateLimiter limiter, TimeProvider? timeProvider, ILogger? logger)
    {
        options.ThrowIfUnusable(nameof(options));
        _options = options;
        _transport = new FrontTransport(http, options, limiter, timeProvider ?? TimeProvider.System, logger);
    }

    /// <summary>The company of the token: <c>GET /me</c>. Needs no scope, so it tells whether the token works.</summary>
    public Task<FrontCompany> GetCompanyAsync(CancellationToken cancellationToken = default) =>
        GetAsync(new FrontRequest(HttpMethod.Get, "me"), FrontJson.Default.FrontCompany, cancellationToken);

    /// <summary>A conversation with its tags, links and assignee.</summary>
    public Task<FrontConversation> GetConversationAsync(ConversationId conversation, CancellationToken cancellationToken = default) =>
        GetAsync(Request(HttpMethod.Get, conversation), FrontJson.Default.FrontConversation, cancellationToken);

    /// <summary>The newest messages of a conversation, up to <see cref="FrontOptions.MaxMessages"/>, page by page.</summary>
    public async Task<FrontThread> GetMessagesAsync(ConversationId conversation, CancellationToken cancellationToken = default)
    {
        var request = Request(HttpMethod.Get, conversation, "/messages") with { Query = [("limit", Text(PageSize))] };
        OrderedDictionary<MessageId, FrontMessage> newestFirst = [];   // pages may overlap when a message arrives meanwhile
        var answered = conversation;
        var isCut = false;
        await foreach (var page in PagesAsync(request, FrontJson.Default.PageFrontMessage, cancellationToken).ConfigureAwait(false))
        {
            answered = page.Conversation!.Value;
            foreach (var message in page.Items)
            {
                newestFirst.TryAdd(message.Id, message);
            }

            if (newestFirst.Count > _options.MaxMessages || (newestFirst.Count == _options.MaxMessages && page.HasMore))
            {
                isCut = true;
                break;
            }
        }

        return new FrontThread
        {
            Conversation = answered,
            Messages = OldestFirst([.. newestFirst.Values.Take(_options.MaxMessages).Reverse()]),
            IsCut = isCut,
        };
    }

    /// <summary>All comments of a conversation, newest first.</summary>
    public async Task<InConversation<IReadOnlyList<FrontComment>>> GetCommentsAsync(
        ConversationId conversation, CancellationToken cancellationToken = default) =>
        await ListInAsync(Request(HttpMethod.Get, conversation, "/comments"), FrontJson.Default.PageFrontComment, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The inboxes that a conversation is in; it may be in several.</summary>
    public async Task<InConversation<IReadOnlyList<FrontInbox>>> GetInboxesAsync(
        ConversationId conversation, CancellationToken cancellationToken = default) =>
        await ListInAsync(Request(HttpMethod.Get, conversation, "/inboxes"), FrontJson.Default.PageFrontInbox, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// Events of the company, newest first as Front lists them, fetched page by page while they are enumerated (15 a call). Each is read by
    /// itself: one that cannot be read is told in its place.
    /// </summary>
    public async IAsyncEnumerable<ListedEvent> GetEventsAsync(
        FrontEventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new FrontRequest(HttpMethod.Get, "events")
        {
            Query =
            [
                .. query.Types.Select(type => ("q[types][]", type)),
                .. query.Inboxes.Select(inbox => ("q[inboxes][]", inbox.Value)),
                .. query.After is { } after ? [("q[after]", Seconds.Text(after))] : Array.Empty<(string, string)>(),
                .. query.Before is { } before ? [("q[before]", Seconds.Text(before))] : Array.Empty<(string, string)>(),
                ("limit", Text(EventPageSize)),
            ],
        };
        await foreach (var page in PagesAsync(request, FrontJson.Default.PageJsonElement, cancellationToken).ConfigureAwait(false))
        {
            for (var index = 0; index < page.Items.Count; index++)
            {
                yield return Listed(JsonMarshal.GetRawUtf8Value(page.Items[index]), $"$._results[{index}]");
            }
        }
    }

    private static ListedEvent Listed(ReadOnlySpan<byte> json, string path)
    {
        var (wire, fault) = FrontJson.Read(json, FrontJson.Default.WireEvent);
        return wire is not null && FrontEvent.Of(wire) is { } @event
            ? new ListedEvent.Readable(@event)
            : new ListedEvent.Unreadable(
                FrontIdText.Try<EventId>(FrontJson.Read(json, FrontJson.Default.WireId).Value?.Id), $"{path}{(fault ?? "$").AsSpan(1)}");
    }

    /// <summary>One event.</summary>
    public async Task<FrontEvent> GetEventAsync(EventId id, CancellationToken cancellationToken = default)
    {
        var request = new FrontRequest(HttpMethod.Get, $"events/{id}") { OperationPath = "events/{id}" };
        var wire = await GetAsync(request, FrontJson.Default.WireEvent, cancellationToken).ConfigureAwait(false);
        return FrontEvent.Of(wire) ?? throw FrontTransport.Fault(request, new FrontFault.Unreadable("$"));
    }

    /// <summary>All tags that the token may see.</summary>
    public async Task<IReadOnlyList<FrontTag>> GetTagsAsync(CancellationToken cancellationToken = default)
    {
        var request = new FrontRequest(HttpMethod.Get, "tags") { Query = [("limit", Text(PageSize))] };
        var (_, tags) = await ListAsync(request, FrontJson.Default.PageFrontTag, cancellationToken).ConfigureAwait(false);
        return [.. tags.DistinctBy(tag => tag.Id)];   // pages may overlap when a tag is made meanwhile
    }

    /// <summary>All inboxes that the token may see.</summary>
    public async Task<IReadOnlyList<FrontInbox>> GetInboxesAsync(CancellationToken cancellationToken = default) =>
        (await ListAsync(new FrontRequest(HttpMethod.Get, "inboxes"), FrontJson.Default.PageFrontInbox, cancellationToken)
            .ConfigureAwait(false)).Items;

    /// <summary>All teammates.</summary>
    public async Task<IReadOnlyList<FrontTeammate>> GetTeammatesAsync(CancellationToken cancellationToken = default) =>
        (await ListAsync(new FrontRequest(HttpMethod.Get, "teammates"), FrontJson.Default.PageFrontTeammate, cancellationToken)
            .ConfigureAwait(false)).Items;

    private static FrontRequest Request(HttpMethod method, ConversationId conversation, string path = "") =>
        new(method, path) { Conversation = conversation };

    /// <summary>By time where every message tells it, else in Front's own order. The sort is stable.</summary>
    private static IReadOnlyList<FrontMessage> OldestFirst(IReadOnlyList<FrontMessage> messages) =>
        messages.Any(message => message.CreatedAt is null) ? messages : [.. messages.OrderBy(message => message.CreatedAt)];

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<T> GetAsync<T>(FrontRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class =>
        Read(request, await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false), type);

    private async Task<InConversation<IReadOnlyList<T>>> ListInAsync<T>(
        FrontRequest request, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken)
    {
        var (conversation, items) = await ListAsync(request, type, cancellationToken).ConfigureAwait(false);
        return new InConversation<IReadOnlyList<T>>(conversation!.Value, items);
    }

    /// <summary>
    /// A whole list. Front gives some in one piece; should it ever page them, half of the comments must not pass for all.
    /// </summary>
    private async Task<(ConversationId? Conversation, IReadOnlyList<T> Items)> ListAsync<T>(
        FrontRequest request, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken)
    {
        List<T> items = [];
        var conversation = request.Conversation;
        await foreach (var page in PagesAsync(request, type, cancellationToken).ConfigureAwait(false))
        {
            items.AddRange(page.Items);
            conversation = page.Conversation;
        }

        return (conversation, items);
    }

    private static T Read<T>(FrontRequest request, FrontAnswer answer, JsonTypeInfo<T> type) where T : class =>
        FrontJson.Read(answer.Body, type) is (var value, var fault) && value is not null
            ? value
            : throw FrontTransport.Fault(request, new FrontFault.Unreadable(fault!));

    private async IAsyncEnumerable<(IReadOnlyList<T> Items, bool HasMore, ConversationId? Conversation)> PagesAsync<T>(
        FrontRequest request, JsonTypeInfo<Page<T>> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = request.Query;
        HashSet<string> tokens = new(StringComparer.Ordinal);
        while (true)
        {
            var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var page = Read(request, answer, type);
            if (page.Results.Any(item => item is null))
            {
                throw FrontTransport.Fault(request, new FrontFault.Unreadable("$._results"));
            }

            var next = page.Pagination?.Next;
            yield return (page.Results, next is not null, answer.Conversation);
            if (next is null)
            {
                yield break;   // and not when a page is short: Front fills pages as it likes
            }

            var token = NextPage.TokenIn(next, _transport.BaseAddress)
                ?? throw FrontTransport.Fault(
                    request, new FrontFault.Unexpected("the link to the next page is on a host that is not allowed, or holds no page token"));
            if (!tokens.Add(token) || tokens.Count == MaxPages)
            {
                throw FrontTransport.Fault(request, new FrontFault.Unexpected($"the pages do not end (after {tokens.Count})"));
            }

            request = request with { Query = [.. first, ("page_token", token)], Conversation = answer.Conversation };
        }
    }
}
