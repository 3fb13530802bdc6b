using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.RegularExpressions;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>
/// Says what an answer that is no completion means, in words that hold nothing of the request or the answer but its status, media type and
/// identifiers.
/// </summary>
internal sealed partial class AnswerFaults(ApiEndpoint endpoint, string model, TimeProvider time)
{
    private string CheckAddress => $"check {endpoint.AddressVariable}, which usually ends in /v1";

    private string NoModel => endpoint.IsAzure
        ? $"{endpoint.Host} has no deployment '{model}', which is not always the model's name"
        : $"{endpoint.Host} has no model '{model}', or not for this key";

    /// <summary>The server answered with an error status.</summary>
    public ProviderFault OfStatus(PipelineResponse response, ApiError error) =>
        Fault(response, response.Status, response.Status.ToString(CultureInfo.InvariantCulture), error);

    /// <summary>The server, as a rule a gateway before others, answered 200 with an error object instead of choices.</summary>
    public ProviderFault OfErrorInside(PipelineResponse response, ApiError error) =>
        Fault(response, error.Status ?? 500, $"{error.Status?.ToString(CultureInfo.InvariantCulture) ?? "an error"} inside a 200", error);

    /// <summary>The server answered 200 with a body that cannot be read as a completion.</summary>
    public ProviderFault OfUnreadable(PipelineResponse response) => OtherMediaType(response) is { } type
        ? new ProviderFault(
            ProviderFaultKind.Settings,
            $"{endpoint.Host} answered 200 with {type}: this is a web page or another service, not an OpenAI-compatible API; {CheckAddress}")
        : new ProviderFault(ProviderFaultKind.Transient, $"{endpoint.Host} answered 200 with a body that is not a completion or not whole");

    /// <summary>The server answered 200 with JSON that has neither choices nor an error object.</summary>
    public ProviderFault OfOtherJson() =>
        new(ProviderFaultKind.Settings, $"{endpoint.Host} answered 200 with JSON that is no chat completion; {CheckAddress}");

    /// <summary>The server answered 200 with a completion that has no choice.</summary>
    public ProviderFault OfNoChoices() =>
        new(ProviderFaultKind.Transient, $"{endpoint.Host} answered 200 with an empty list of choices");

    private ProviderFault Fault(PipelineResponse response, int status, string shownStatus, ApiError error)
    {
        var (kind, what) = Meaning(status, error);
        string[] facts = [shownStatus, error.Identifiers, OtherMediaType(response) is { } type ? $"{type} instead of JSON" : ""];
        return new ProviderFault(
            kind,
            $"{what} ({string.Join(", ", facts.Where(fact => fact.Length > 0))})",
            kind is ProviderFaultKind.Transient or ProviderFaultKind.RateLimited ? RetryAfter.Read(response.Headers, time) : null);
    }

    private (ProviderFaultKind Kind, string What) Meaning(int status, ApiError error) => status switch
    {
        400 or 422 => OfBadRequest(error),
        401 when endpoint.Key is null => (ProviderFaultKind.Auth, $"{endpoint.Host} asks for a key: set {endpoint.KeyVariable}"),
        401 => (ProviderFaultKind.Auth, $"{endpoint.Host} did not accept the key in {endpoint.KeyVariable}"),
        402 => (ProviderFaultKind.Settings, $"the account at {endpoint.Host} has no credit: add some, or use another key"),
        403 or 404 when error.IsAboutModel => (ProviderFaultKind.Settings, NoModel),
        403 when error.Is("unsupported_country_region_territory") =>
            (ProviderFaultKind.Settings, $"{endpoint.Host} does not serve the place this call came from"),
        403 => (ProviderFaultKind.Auth, $"{endpoint.Host} does not let this key, or a call from this network, use '{model}'"),
        404 or 405 => (ProviderFaultKind.Settings, $"{NoModel}, or the address is wrong: {CheckAddress}"),
        407 => ConnectionFaults.OfProxy(endpoint.Host, status),
        413 => (ProviderFaultKind.Truncated, $"the request is larger than {endpoint.Host} takes"),
        429 when error.Is("insufficient_quota", "billing_hard_limit_reached", "billing_not_active") =>
            (ProviderFaultKind.Settings, $"the account at {endpoint.Host} has no credit or has reached its limit: add credit, or use another key"),
        429 => (ProviderFaultKind.RateLimited, $"{endpoint.Host} was asked too often"),
        408 or 409 or 425 or (>= 500 and not 501 and not 505) => (ProviderFaultKind.Transient, $"{endpoint.Host} could not answer now"),
        >= 300 and < 400 =>
            (ProviderFaultKind.Settings, $"{endpoint.Host} redirects, which is not followed: set {endpoint.AddressVariable} to where it leads"),
        _ => (ProviderFaultKind.Permanent, $"{endpoint.Host} refused the request"),
    };

    private (ProviderFaultKind Kind, string What) OfBadRequest(ApiError error) =>
        error.IsAboutContent ? (ProviderFaultKind.Refused, "the provider's content filter stopped the ticket")
        : error.IsAboutModel ? (ProviderFaultKind.Settings, NoModel)
        : error.IsAboutKey ? (ProviderFaultKind.Auth, $"{endpoint.Host} did not accept the key in {endpoint.KeyVariable}")
        : error.IsAboutSchema
            ? (ProviderFaultKind.Settings,
                $"{endpoint.Host} does not take the prompt's JSON schema as an answer format: correct it, or set strict to false in the prompt")
        : error.IsAboutContext ? (ProviderFaultKind.Truncated, $"prompt and answer do not fit the context of '{model}'")
        : (ProviderFaultKind.Permanent, $"{endpoint.Host} did not accept the request");

    /// <summary>The media type in lower case when it is stated, looks like one and is not JSON; else null.</summary>
    private static string? OtherMediaType(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var value)
        && MediaType.Match(value!) is { Success: true } match
        && !match.Value.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? match.Value.ToLowerInvariant()
            : null;

    // No digits, so that a key can never pass for one.
    [GeneratedRegex(
        @"^[a-z]{1,20}/[a-z+.-]{1,40}(?=\s*(;|\z))",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        Timeout.Infinite)]
    private static partial Regex MediaType { get; }
}
