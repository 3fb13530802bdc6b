using System.Net.Sockets;
using System.Text.Json;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>What an exception on the way to the server, or in the middle of its answer, means.</summary>
internal sealed class ConnectionFaults(OllamaSettings settings)
{
    public ProviderFault Of(Exception exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError,
            InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound },
        } => Settings($"there is no host named '{settings.Endpoint.Host}'. Correct OLLAMA_HOST"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Transient($"the address of '{settings.Endpoint.Host}' cannot be looked up"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Settings(
            $"no TLS connection to {settings.Address}: its certificate is not trusted here, or no TLS is spoken there. "
            + "Correct OLLAMA_HOST, or add the certificate's issuer to those that this machine trusts"),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            Settings($"the proxy does not lead to {settings.Address}. Correct HTTPS_PROXY, or add the host to NO_PROXY"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => NoAnswer("nothing answers at"),
        OperationCanceledException => NoAnswer($"no connection within {OllamaApi.ConnectTimeout.TotalSeconds} s to"),
        HttpRequestException or IOException => Transient($"the connection to {settings.Address} was lost before the answer ended"),
        JsonException => Transient($"{settings.Address} sent something that is not JSON"),
        _ => new ProviderFault(ProviderFaultKind.Permanent, $"the call failed with {exception.GetType().Name}"),
    };

    private ProviderFault NoAnswer(string what) =>
        Transient($"{what} {settings.Address}. Start the server there with `ollama serve`, or set OLLAMA_HOST to where it runs");

    private static ProviderFault Transient(string message) => new(ProviderFaultKind.Transient, message);

    private static ProviderFault Settings(string message) => new(ProviderFaultKind.Settings, message);
}
