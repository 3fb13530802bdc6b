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
/// <param name="onReturned">Told of each queue to which something was sent and which does not exist; null for nobody.</param>
internal sealed class Post(BrokerConnection connection, string lobby, Action<string>? onReturned = null) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IChannel? _channel;

    /// <summary>Sends to everybody in the lobby.</summary>
    public Task SendToAllAsync(Letter letter) => SendAsync(lobby, "", letter);

    /// <summary>Sends to one queue.</summary>
    public Task SendAsync(string queue, Letter letter) => SendAsync("", queue, letter);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }
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
            if (_channel is not { IsOpen: true })
            {
                var open = await connection.GetAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
                _channel = await open.CreateChannelAsync(options: null, CancellationToken.None);
                _channel.BasicReturnAsync += (_, returned) =>
                {
                    onReturned?.Invoke(returned.RoutingKey);
                    return Task.CompletedTask;
                };
            }

            await _channel.BasicPublishAsync(exchange, key, mandatory: exchange.Length == 0 && onReturned is not null, letter.Properties(), letter.Body, CancellationToken.None);
        }
        catch (Exception)
        {
            _channel = null;   // said again on the next one
        }
        finally
        {
            _turn.Release();
        }
    }
}
