using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>Says what a failed call to one model at one address means, in words that hold nothing of the request or the answer but identifiers.</summary>
internal sealed partial class Failures(ApiEndpoint endpoint, string model, TimeProvider time)
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The server answered with an error status.</summary>
    public ProviderFault OfStatus(PipelineResponse response, ApiError error) =>
        Fault(response, response.Status, response.Status.ToString(CultureInfo.InvariantCulture), error);

    /// <summary>The server, as a rule a gateway before others, answered 200 with an error object instead of choices.</summary>
    public ProviderFault OfErrorInside(PipelineResponse response, ApiError error) =>
        Fault(response, error.Status ?? 500, $"{error.Status?.ToString(CultureInfo.InvariantCulture) ?? "an error"} inside a 200", error);

    /// <summary>The server answered 200, but not with a completion.</summary>
    public ProviderFault OfNoCompletion(PipelineResponse response) => MediaType(response) is { } type && !type.Contains("json", StringComparison.Ordinal)
        ? new ProviderFault(ProviderFaultKind.Settings, $"{endpoint.Host} answered 200 with {type}: this is a web page or another service, not an OpenAI-compatible API; check {endpoint.AddressVariable}, which usually ends in /v1")
        : new ProviderFault(ProviderFaultKind.Transient, $"{endpoint.Host} answered 200 with a body that is not a completion or not whole");

    /// <summary>The server answered 200 with JSON that has neither choices nor an error object.</summary>
    public ProviderFault OfOtherJson() => new(ProviderFaultKind.Settings, $"{endpoint.Host} answered 200 with JSON that is no chat completion; check {endpoint.AddressVariable}, which usually ends in /v1");

    public ProviderFault OfNoChoices() => new(ProviderFaultKind.Transient, $"{endpoint.Host} answered 200 with an empty list of choices");

    /// <summary>There was no whole answer: the connection, the name, the certificate.</summary>
    public ProviderFault OfException(Exception exception)
    {
        var chain = Chain(exception).ToArray();
        var http = chain.OfType<HttpRequestException>().FirstOrDefault();
        return chain.OfType<AuthenticationException>().Any()
            ? new ProviderFault(ProviderFaultKind.Settings, $"no secure connection to {endpoint.Host} could be made: its certificate is not trusted, is for another name or has expired, or it speaks plain http. Check {endpoint.AddressVariable}; a private certificate authority has to be added to the system's store, or named in SSL_CERT_FILE")
            : http?.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => Transient($"the name of {endpoint.Host} could not be resolved; if it never can, check {endpoint.AddressVariable}"),
                HttpRequestError.ConnectionError => Transient($"no connection to {endpoint.Host} could be made; if nothing listens there, start the server or check {endpoint.AddressVariable}"),
                HttpRequestError.ProxyTunnelError => OfProxy(http.StatusCode),
                HttpRequestError.SecureConnectionError => Transient($"the connection to {endpoint.Host} broke while it was being secured"),
                _ when http is not null || chain.OfType<IOException>().Any() => Transient($"the connection to {endpoint.Host} broke before the answer was complete"),
                _ when chain.OfType<OperationCanceledException>().Any() => Transient($"the call to {endpoint.Host} was given up before it was answered"),
                _ => new ProviderFault(ProviderFaultKind.Permanent, $"the call to {endpoint.Host} failed with {exception.GetType().Name}"),
            };

        static ProviderFault Transient(string message) => new(ProviderFaultKind.Transient, message);
    }

    private ProviderFault Fault(PipelineResponse response, int status, string shownStatus, ApiError error)
    {
        var (kind, what) = OfStatus(status, error);
        string[] facts =
        [
            shownStatus,
            error.Identifiers,
            MediaType(response) is { } type && !type.Contains("json", StringComparison.Ordinal) ? $"{type} instead of JSON" : "",
        ];
        var retryAfter = kind is ProviderFaultKind.Transient or ProviderFaultKind.RateLimited ? RetryAfter.Read(response.Headers, time) : null;
        return new ProviderFault(kind, $"{what} ({string.Join(", ", facts.Where(fact => fact.Length > 0))})", retryAfter);
    }

    private (ProviderFaultKind Kind, string What) OfStatus(int status, ApiError error) => status switch
    {
        401 => (ProviderFaultKind.Auth, endpoint.Key is null
            ? $"{endpoint.Host} asks for a key: set {endpoint.KeyVariable}"
            : $"{endpoint.Host} did not accept the key in {endpoint.KeyVariable}"),
        402 => (ProviderFaultKind.Settings, $"the account at {endpoint.Host} has no credit: add some, or use another key"),
        _ when error.Is("model_not_found", "DeploymentNotFound") => (ProviderFaultKind.Settings, NoModel),
        403 when error.Is("unsupported_country_region_territory") =>
            (ProviderFaultKind.Settings, $"{endpoint.Host} does not serve the place this call came from"),
        403 => (ProviderFaultKind.Auth, $"{endpoint.Host} does not let this key, or a call from this network, use '{model}'"),
        404 or 405 => (ProviderFaultKind.Settings, $"{NoModel}, or the address is wrong: check {endpoint.AddressVariable}, which usually ends in /v1"),
        407 => OfProxyStatus(status),
        413 => (ProviderFaultKind.Truncated, $"the request is larger than {endpoint.Host} takes"),
        429 when error.Is("insufficient_quota", "billing_hard_limit_reached", "billing_not_active") =>
            (ProviderFaultKind.Settings, $"the account at {endpoint.Host} has no credit or has reached its limit: add credit, or use another key"),
        429 => (ProviderFaultKind.RateLimited, $"{endpoint.Host} was asked too often"),
        408 or 409 or 425 or (>= 500 and not 501 and not 505) => (ProviderFaultKind.Transient, $"{endpoint.Host} could not answer now"),
        400 or 422 => OfBadRequest(error),
        >= 300 and < 400 =>
            (ProviderFaultKind.Settings, $"{endpoint.Host} redirects, which is not followed: set {endpoint.AddressVariable} to where it leads"),
        _ => (ProviderFaultKind.Permanent, $"{endpoint.Host} refused the request"),
    };

    private (ProviderFaultKind Kind, string What) OfBadRequest(ApiError error) =>
        error.Is("content_filter", "ResponsibleAIPolicyViolation", "content_policy_violation", "invalid_prompt")
            ? (ProviderFaultKind.Refused, "the provider's content filter stopped the ticket")
        : error.IsAboutSchema
            ? (ProviderFaultKind.Settings, $"{endpoint.Host} does not take the prompt's JSON schema as an answer format: correct the schema, or set strict to false in the prompt")
        : error.IsAboutContext ? (ProviderFaultKind.Truncated, $"prompt and answer do not fit the context of '{model}'")
        : error.IsAboutKey ? (ProviderFaultKind.Auth, $"{endpoint.Host} did not accept the key in {endpoint.KeyVariable}")
        : (ProviderFaultKind.Permanent, $"{endpoint.Host} did not accept the request");

    private string NoModel => endpoint.IsAzure
        ? $"{endpoint.Host} has no deployment '{model}', which is not always the model's name"
        : $"{endpoint.Host} has no model '{model}', or not for this key";

    private ProviderFault OfProxy(HttpStatusCode? status)
    {
        var (kind, what) = OfProxyStatus((int?)status ?? 0);
        return new ProviderFault(kind, status is null ? what : $"{what} ({(int)status})");
    }

    private (ProviderFaultKind Kind, string What) OfProxyStatus(int status) => status >= 500
        ? (ProviderFaultKind.Transient, $"the proxy could not reach {endpoint.Host}")
        : (ProviderFaultKind.Settings, $"the proxy does not let calls to {endpoint.Host} through: check HTTPS_PROXY and its user name and password, or add the host to NO_PROXY");

    /// <summary>The media type in lower case; null when none is stated that looks like one.</summary>
    private static string? MediaType(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var value) && MediaTypePattern.Match(value!) is { Success: true } match
            ? match.Value.ToLowerInvariant()
            : null;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }

    [GeneratedRegex(@"^[a-z]{1,20}/[a-z+.-]{1,40}", Options, Timeout.Infinite)]
    private static partial Regex MediaTypePattern { get; }
}
