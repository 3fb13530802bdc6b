using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace TnsTriage.RabbitMq;

/// <summary>
/// A connection that is made anew when it broke. Not the client's own recovery: that one keeps channels alive under which unacknowledged
/// messages went to somebody else, and drops acknowledgements of them in silence; here what was lost with a connection is known to be lost.
/// Safe to use from many threads.
/// </summary>
/// <param name="address">The broker.</param>
/// <param name="name">What its operator sees.</param>
/// <param name="prepare">Declares what is needed on each new connection, and whenever a queue was missed.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told of attempts that failed.</param>
internal sealed partial class BrokerConnection(
    BrokerAddress address, string name, Func<IConnection, CancellationToken, Task> prepare, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(5);

    private readonly ConnectionFactory _factory = new()
    {
        Uri = address.Uri,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
        RequestedHeartbeat = TimeSpan.FromSeconds(10),   // a peer that vanished is noticed on both sides within 20 s
    };

    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private Task<IConnection>? _connecting;
    private Exception? _failure;
    private long _failedAt;

    /// <summary>The broker.</summary>
    public BrokerAddress Address => address;

    /// <summary>Whether there is a connection as of now. Asking does not make one.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _connecting is { IsCompletedSuccessfully: true, Result.IsOpen: true };
            }
        }
    }

    /// <summary>The connection, made now when there is none.</summary>
    /// <param name="patience">How long to wait for one; attempts go on when it is over, for whoever asks next.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BrokerUnavailableException">None came about in that time; tells why the last attempt failed.</exception>
    /// <exception cref="BrokerRefusedException">Trying again will not help. Whoever asks next causes another attempt all the same.</exception>
    public async Task<IConnection> GetAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<IConnection> connecting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, this);
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true } or { IsCompletedSuccessfully: true, Result.IsOpen: false })
            {
                var before = _connecting;
                _connecting = Task.Run(() => ConnectAsync(before), CancellationToken.None);
            }

            connecting = _connecting;
        }

        try
        {
            return await connecting.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new BrokerUnavailableException(Volatile.Read(ref _failure)?.Message ?? $"RabbitMQ at {address} does not answer");
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException($"the connection to {address} is being closed");
        }
    }

    /// <summary>Declares again what somebody deleted.</summary>
    /// <exception cref="BrokerUnavailableException">The connection broke.</exception>
    /// <exception cref="BrokerRefusedException">The broker has something else of that name.</exception>
    public async Task PrepareAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var connection = await GetAsync(patience, cancellationToken).ConfigureAwait(false);
        try
        {
            await prepare(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerFault.Of(e, address);
        }
    }

    /// <summary>Closes it; what was not acknowledged goes back to its queues.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<IConnection>? connecting;
        lock (_lock)
        {
            if (_closed.IsCancellationRequested)
            {
                return;
            }

            _closed.Cancel();
            connecting = _connecting;
        }

        if (connecting is not null)
        {
            await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await CloseAsync(connecting).ConfigureAwait(false);
        }
    }

    private async Task<IConnection> ConnectAsync(Task<IConnection>? before)
    {
        await CloseAsync(before).ConfigureAwait(false);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await PauseAsync(pause).ConfigureAwait(false);
            IConnection? connection = null;
            try
            {
                connection = await _factory.CreateConnectionAsync(name, _closed.Token).ConfigureAwait(false);
                await ProveAsync(connection).ConfigureAwait(false);
                await prepare(connection, _closed.Token).ConfigureAwait(false);
                LogConnected(logger, address);
                Volatile.Write(ref _failure, null);
                return connection;
            }
            catch (Exception e) when (!_closed.IsCancellationRequested)
            {
                await CloseAsync(connection).ConfigureAwait(false);
                var fault = BrokerFault.Of(e, address);
                LogFailed(logger, fault.Message);
                Volatile.Write(ref _failedAt, time.GetTimestamp());
                Volatile.Write(ref _failure, fault);
                if (fault is BrokerRefusedException)
                {
                    throw fault;
                }
            }
            catch
            {
                await CloseAsync(connection).ConfigureAwait(false);
                throw new OperationCanceledException(_closed.Token);
            }
        }
    }

    /// <summary>The first attempt is made at once; each other one some time after the one before failed, whoever asked for it.</summary>
    private async Task PauseAsync(TimeSpan pause)
    {
        if (Volatile.Read(ref _failure) is not null && pause - time.GetElapsedTime(Volatile.Read(ref _failedAt)) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, time, _closed.Token).ConfigureAwait(false);
        }
    }

    /// <summary>A connection to a vhost that is not there counts as open to the client until the broker's refusal arrives.</summary>
    private async Task ProveAsync(IConnection connection)
    {
        var channel = await connection.CreateChannelAsync(options: null, _closed.Token).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
    }

    private static Task CloseAsync(Task<IConnection>? connecting) => CloseAsync(connecting is { IsCompletedSuccessfully: true } ? connecting.Result : null);

    private static async Task CloseAsync(IConnection? connection)
    {
        if (connection is not null)
        {
            await connection.AbortAsync(Closing).ConfigureAwait(false);   // closes like CloseAsync, and does not mind when it is too late for that
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Connected to RabbitMQ at {Address}")]
    private static partial void LogConnected(ILogger logger, BrokerAddress address);

    [LoggerMessage(2, LogLevel.Warning, "No connection: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
