using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TnsTriage.FrontStub;

/// <summary>Makes webhooks as Front sends them, in both schemes, signed with a stand-in's secrets. What is forged in a test is forged on the request it returns.</summary>
public sealed class WebhookSender(StubCompany company, StubFrontOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>An application webhook: envelope, time, SHA-256.</summary>
    public HttpRequestMessage Application(Uri endpoint, StubEvent happened, DateTimeOffset? signedAt = null) => Signed(
        endpoint,
        new JsonObject
        {
            ["authorization"] = new JsonObject { ["id"] = company.Id },
            ["type"] = LongName(happened.Type),
            ["payload"] = StubJson.Event(happened, company, isPreview: false),
        },
        signedAt);

    /// <summary>A rule webhook: the bare event, SHA-1, no time.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="happened">What.</param>
    /// <param name="isPreview">Ids in place of content, as Front sends when "Send Full Event Data" is off.</param>
    public HttpRequestMessage Rule(Uri endpoint, StubEvent happened, bool isPreview = false)
    {
        var body = Bytes(StubJson.Event(happened, company, isPreview));
        var request = Post(endpoint, body);
#pragma warning disable CA5350 // SHA-1 is what Front signs rule webhooks with
        request.Headers.Add("X-Front-Signature", Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.RuleSecret), body)));
#pragma warning restore CA5350
        return request;
    }

    /// <summary>The question that Front asks when an administrator saves the address; to be answered with the challenge.</summary>
    public HttpRequestMessage Handshake(Uri endpoint, string challenge)
    {
        var request = Signed(endpoint, new JsonObject { ["type"] = "sync", ["authorization"] = new JsonObject { ["id"] = company.Id } }, signedAt: null);
        request.Headers.Add("X-Front-Challenge", challenge);
        return request;
    }

    private HttpRequestMessage Signed(Uri endpoint, JsonObject envelope, DateTimeOffset? signedAt)
    {
        var body = Bytes(envelope);
        var timestamp = (signedAt ?? _time.GetUtcNow()).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = Post(endpoint, body);
        request.Headers.Add("X-Front-Request-Timestamp", timestamp);
        request.Headers.Add(
            "X-Front-Signature",
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.ApplicationSecret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}:"), .. body])));
        return request;
    }

    private static HttpRequestMessage Post(Uri endpoint, byte[] body) => new(HttpMethod.Post, endpoint)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    private static string LongName(string type) => type switch
    {
        "inbound" => "inbound_received",
        "outbound" => "outbound_sent",
        "tag" => "tag_added",
        "untag" => "tag_removed",
        "comment" => "new_comment_added",
        "assign" => "assignee_changed",
        "move" => "conversation_moved",
        var same => same,
    };
}
