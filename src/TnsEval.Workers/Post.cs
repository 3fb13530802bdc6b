using RabbitMQ.Client;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers;

/// <summary>
/// Sends what is said again and again anyway, so that nothing hangs on one message of it: nothing is confirmed, and what cannot be sent now is dropped. Safe to use from
/// many threads.
/// </summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="lobby">The exchange that everybody hears.</param>
/// <param name="time">The clock.</param>
/// <param name="onReturned">Told of each queue to which something was sent and which does not exist; null for nobody.</param>
internal sealed class Post(BrokerConnection connection, string lobby, TimeProvider time, Action<string>? onReturned = null) : IAsyncDisposable
{
    /// <summary>A broker that is short of memory or disk takes nothing for as long as that lasts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IChannel? _channel;
    private bool _isDisposed;

    /// <summary>Sends to everybody in the lobby.</summary>
    public Task SendToAllAsync(Letter letter) => SendAsync(lobby, "", letter);

    /// <summary>Sends to one queue.</summary>
    public Task SendAsync(string queue, Letter letter) => SendAsync("", queue, letter);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _isDisposed = true;
        await DropChannelAsync();
        _turn.Release();   // whoever still waits has nothing to send by
    }

    private async Task SendAsync(string exchange, string key, Letter letter)
    {
        if (!connection.IsOpen)
        {
            return;
        }

        await _turn.WaitAsync();
        try
        {
            if (_isDisposed)
            {
                return;
            }

            using var patience = new CancellationTokenSource(Patience, time);
            var channel = await ChannelAsync(patience.Token);
            await channel.BasicPublishAsync(exchange, key, mandatory: exchange.Length == 0 && onReturned is not null, letter.Properties(), letter.Body, patience.Token);
        }
        catch (Exception)
        {
            await DropChannelAsync();   // said again on the next one
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        await DropChannelAsync();
        var connected = await connection.GetAsync(TimeSpan.FromSeconds(1), cancellationToken);
        var channel = await connected.CreateChannelAsync(options: null, cancellationToken);
        channel.BasicReturnAsync += (_, returned) =>
        {
            onReturned?.Invoke(returned.RoutingKey);
            return Task.CompletedTask;
        };
        return _channel = channel;
    }

    private async Task DropChannelAsync()
    {
        if (_channel is { } channel)
        {
            _channel = null;
            await channel.AbortAsync();
            await channel.DisposeAsync();
        }
    }
}
