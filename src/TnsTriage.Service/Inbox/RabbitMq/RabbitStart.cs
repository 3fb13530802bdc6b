using TnsTriage.RabbitMq;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>The broker at the start of the service: waited for while it may yet come, and its queues declared.</summary>
internal sealed partial class RabbitStart(RabbitBroker broker, RabbitMqOptions options, ILogger<RabbitStart> logger)
{
    /// <summary>Ends when queues can be used.</summary>
    /// <exception cref="InfrastructureException">They cannot, and waiting does not help, or has not helped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        LogConnects(logger, broker.Address, options.StartPatience);
        try
        {
            await broker.StartAsync(options.StartPatience, cancellationToken);
        }
        catch (BrokerRefusedException e)
        {
            throw new InfrastructureException(e.Problems, e);
        }
        catch (BrokerUnavailableException e)
        {
            const string Where = $"{TriageOptions.Section}:{nameof(TriageOptions.RabbitMq)}";
            throw new InfrastructureException(
                new Problem(Where, $"{e.Message}, for {options.StartPatience} now", "Start the broker, or correct host and port"), e);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Jobs wait in RabbitMQ at {Address}, which gets {Patience} to answer")]
    private static partial void LogConnects(ILogger logger, BrokerAddress address, TimeSpan patience);
}
