using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace TnsTriage.RabbitMq;

/// <summary>Tells of what the client throws whether it may heal.</summary>
internal static class BrokerFault
{
    public const int NotFound = 404;
    public const int PreconditionFailed = 406;
    private const int AccessRefused = 403;
    private const int NotAllowed = 530;

    /// <summary>A <see cref="BrokerRefusedException"/> or a <see cref="BrokerUnavailableException"/>.</summary>
    public static Exception Of(Exception e, BrokerAddress address)
    {
        if (e is BrokerRefusedException or BrokerUnavailableException)
        {
            return e;
        }

        var cause = CauseOf(e);
        return (cause, ReasonOf(cause)) switch
        {
            (AuthenticationFailureException, _) => Refused("refuses this user and password", "Correct the URI, or make the user (rabbitmqctl add_user)"),
            (AuthenticationException tls, _) => Refused($"TLS fails: {tls.Message.TrimEnd('.')}", "Give the broker a certificate that this machine trusts"),
            (_, { ReplyCode: NotAllowed, ReplyText: var text }) when !text.Contains("limit", StringComparison.Ordinal) => Refused(
                text, "Correct the vhost in the URI, make it (rabbitmqctl add_vhost), or give the user rights on it (rabbitmqctl set_permissions)"),
            (_, { ReplyCode: AccessRefused, ReplyText: var text }) => Refused(text, "Give the user these rights (rabbitmqctl set_permissions)"),
            (_, { } reason) => Unavailable(reason.ReplyText),
            (SocketException socket, _) => Unavailable(socket.Message),
            (OperationCanceledException or TimeoutException, _) => Unavailable("it does not answer in time"),
            _ => Unavailable(cause.Message),
        };

        BrokerRefusedException Refused(string what, string fix) => new([new Problem(address.ToString(), what, fix)], e);

        BrokerUnavailableException Unavailable(string why) => new($"RabbitMQ at {address}: {why.TrimEnd('.')}", e);
    }

    /// <summary>What the broker said when it closed a channel or a connection; null when it was not that.</summary>
    public static ShutdownEventArgs? ReasonOf(Exception e) => (e as OperationInterruptedException)?.ShutdownReason;

    /// <summary>The client wraps what happened in what it was doing.</summary>
    private static Exception CauseOf(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => CauseOf(first),
        BrokerUnreachableException or ConnectFailureException or IOException when e.InnerException is { } inner => CauseOf(inner),
        _ => e,
    };
}
