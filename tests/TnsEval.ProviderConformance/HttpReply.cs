namespace TnsEval.ProviderConformance;

/// <summary>What the scripted server says to one request.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The body's media type.</param>
/// <param name="Body">Sent as UTF-8.</param>
public sealed record HttpReply(int Status, string ContentType, string Body)
{
    /// <summary>Headers besides <c>Content-Type</c>, <c>Content-Length</c> and <c>Date</c>, which are always sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A reply in JSON.</summary>
    public static HttpReply Json(int status, string body) => new(status, "application/json", body);

    /// <summary>The same reply with one header more.</summary>
    public HttpReply With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
