using System.Globalization;
using System.Security.Authentication;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>Says what it means that there was no whole answer: the name, the connection, the certificate, the proxy.</summary>
internal static class ConnectionFaults
{
    public static ProviderFault Of(ApiEndpoint endpoint, Exception exception)
    {
        var chain = Chain(exception).ToArray();
        var http = chain.OfType<HttpRequestException>().FirstOrDefault();
        if (chain.OfType<AuthenticationException>().Any())
        {
            return new ProviderFault(
                ProviderFaultKind.Settings,
                $"no secure connection to {endpoint.Host} could be made: its certificate is not trusted, is for another name or has expired, or it "
                + $"speaks plain http. Check {endpoint.AddressVariable}; a private certificate authority has to be in the system's store or in SSL_CERT_FILE");
        }

        if (http?.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            var status = (int?)http.StatusCode ?? 0;
            var (kind, what) = OfProxy(endpoint.Host, status);
            return new ProviderFault(kind, status == 0 ? what : string.Create(CultureInfo.InvariantCulture, $"{what} ({status})"));
        }

        var transient = http?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError =>
                $"the name of {endpoint.Host} could not be resolved; if it never can, check {endpoint.AddressVariable}",
            HttpRequestError.ConnectionError =>
                $"no connection to {endpoint.Host} could be made; if nothing listens there, start the server or check {endpoint.AddressVariable}",
            HttpRequestError.SecureConnectionError => $"the connection to {endpoint.Host} broke while it was being secured",
            _ when http is not null || chain.OfType<IOException>().Any() =>
                $"the connection to {endpoint.Host} broke before the answer was complete",
            _ when chain.OfType<OperationCanceledException>().Any() => $"the call to {endpoint.Host} was given up before it was answered",
            _ => null,
        };
        return transient is null
            ? new ProviderFault(ProviderFaultKind.Permanent, $"the call to {endpoint.Host} failed with {exception.GetType().Name}")
            : new ProviderFault(ProviderFaultKind.Transient, transient);
    }

    /// <param name="host">What the proxy was to reach.</param>
    /// <param name="status">What the proxy answered; 0 when that is not known.</param>
    public static (ProviderFaultKind Kind, string What) OfProxy(string host, int status) => status >= 500
        ? (ProviderFaultKind.Transient, $"the proxy could not reach {host}")
        : (ProviderFaultKind.Settings,
            $"the proxy does not let calls to {host} through: check HTTPS_PROXY and its user name and password, or add the host to NO_PROXY");

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }
}
