using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Escalation;

/// <summary>
/// Tells a webhook that somebody must look now. The body holds ids, the verdict and categories, no content. It is signed:
/// <c>X-TnsTriage-Signature</c> is <c>sha256=</c> and the lower-case hex HMAC-SHA256 of <c>timestamp.body</c>, <c>X-TnsTriage-Timestamp</c>
/// the timestamp in seconds since 1970. It can come twice: <c>Idempotency-Key</c> is the decision's id.
/// </summary>
internal sealed class Pager(HttpClient http, PagingOptions options, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <exception cref="PageException">It was not told.</exception>
    public async Task PageAsync(Decision decision, ConversationId conversation, CancellationToken cancellationToken)
    {
        if (options.Url is null)
        {
            throw new PageException("no paging webhook is configured any more", isTransient: false);
        }

        using var request = Request(options.Url, decision, conversation);
        using var clock = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                var isTransient = response.StatusCode
                    is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
                throw new PageException($"the paging webhook answered {(int)response.StatusCode}", isTransient);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var what = clock.IsCancellationRequested ? "the paging webhook did not answer in time" : "the connection to the paging webhook failed";
            throw new PageException(what, isTransient: true, e);
        }
    }

    private HttpRequestMessage Request(Uri url, Decision decision, ConversationId conversation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new PageBody
            {
                Decision = decision.Id,
                Conversation = conversation.Value,
                Link = new Uri($"https://app.frontapp.com/open/{conversation}"),
                Verdict = decision.Judgement.Verdict,
                Severity = decision.Judgement.Severity,
                Categories = [.. decision.Judgement.Categories.Select(finding => finding.Id)],
                DecidedAt = decision.DecidedAt,
            },
            PageJson.Default.PageBody);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body]);
        return new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            Headers =
            {
                { "X-TnsTriage-Timestamp", timestamp },
                { "X-TnsTriage-Signature", $"sha256={Convert.ToHexStringLower(signature)}" },
                { "Idempotency-Key", decision.Id },
            },
        };
    }
}

/// <summary>Nobody was paged.</summary>
internal sealed class PageException(string what, bool isTransient, Exception? inner = null) : Exception(what, inner)
{
    /// <summary>Whether the same call may work later.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>What a paging webhook is told.</summary>
internal sealed record PageBody
{
    public int FormatVersion { get; init; } = 1;

    public required string Decision { get; init; }

    public required string Conversation { get; init; }

    public required Uri Link { get; init; }

    public required Verdict Verdict { get; init; }

    public required Severity? Severity { get; init; }

    public required IReadOnlyList<HarmCategory> Categories { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageBody))]
internal sealed partial class PageJson : JsonSerializerContext;
