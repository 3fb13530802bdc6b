using System.Text.Json;
using TnsEval.Abstractions;

namespace Acme;

/// <summary>A reply that is no answer, with what it means. Nothing that the server said is in the message: servers quote what they were sent.</summary>
internal sealed class AcmeException(ProviderFault fault) : Exception(fault.Message)
{
    public ProviderFault Fault { get; } = fault;

    public static AcmeException Malformed => new(new ProviderFault(ProviderFaultKind.Transient, "the server's reply is not an answer"));

    public static bool IsJson(HttpResponseMessage reply) => reply.Content.Headers.ContentType?.MediaType == "application/json";

    public static AcmeException For(HttpResponseMessage reply, string body, string model)
    {
        var status = (int)reply.StatusCode;
        var code = IsJson(reply) ? CodeIn(body) : null;
        var (kind, message) = (status, code) switch
        {
            (401 or 403, _) => (ProviderFaultKind.Auth, $"the server refused the key ({status}); check ACME_KEY"),
            (404, "unknown_model") => (ProviderFaultKind.Settings, $"there is no model '{model}'; check its name"),
            (429, "no_credit") => (ProviderFaultKind.Settings, "the account has no credit left; top it up"),
            (429, _) => (ProviderFaultKind.RateLimited, "too many requests"),
            (400, "filtered") => (ProviderFaultKind.Refused, "the server's filter stopped the prompt"),
            (400, "too_long") => (ProviderFaultKind.Truncated, "the prompt is longer than the model's context"),
            (408 or >= 500, _) => (ProviderFaultKind.Transient, $"the server failed ({status})"),
            (< 400 or 404, _) => (ProviderFaultKind.Settings, $"there is no Acme API at ACME_URL (status {status}); check the address"),
            _ => (ProviderFaultKind.Permanent, $"the server turned the request down ({status})"),
        };
        return new AcmeException(new ProviderFault(kind, message, RetryAfter(reply)));
    }

    private static string? CodeIn(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AcmeJson.Default.Error)?.Code;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage reply)
    {
        var header = reply.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - (reply.Headers.Date ?? TimeProvider.System.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
