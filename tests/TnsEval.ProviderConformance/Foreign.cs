using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace TnsEval.ProviderConformance;

/// <summary>Exceptions that no provider's client is known to throw, and that one may throw all the same.</summary>
internal static class Foreign
{
    public static IReadOnlyList<Exception> Exceptions { get; } =
    [
        new InvalidOperationException($"The header 'Bearer {Canary.Key}' is not valid: {Canary.Ticket}"),
        new ArithmeticException($"{Canary.Answer} {Canary.Key}"),
        new KeyNotFoundException(Canary.Ticket),
        new FormatException(Canary.Answer),
        new JsonException($"'{Canary.Answer}' is not JSON"),
        new IOException(Canary.Ticket),
        new SocketException((int)SocketError.HostNotFound),
        new HttpRequestException(HttpRequestError.ResponseEnded, Canary.Key),
        new HttpRequestException(Canary.Key, inner: null, HttpStatusCode.BadGateway),
        new TaskCanceledException(Canary.Ticket, new TimeoutException(Canary.Key)),
        new OperationCanceledException(Canary.Ticket),
        new AggregateException(Canary.Key, new HttpRequestException(Canary.Ticket), new AggregateException()),
        new InexplicableException(),
    ];

    private sealed class InexplicableException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
