using System.Net;
using System.Net.Sockets;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>Passes bytes on between an address and another. Cut, it keeps connections open and passes nothing on, in neither direction, as a network that lost a machine does.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _cut;

    public Relay(IPEndPoint listen, IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(listen);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        var cut = _cut;
        _cut = null;
        cut?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Mend();
        _listener.Dispose();
        await ((Task)_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ConnectAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await PassableAsync();
            await far.ConnectAsync(_target, _ended.Token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            await Task.WhenAny(PumpAsync(near, far, either.Token), PumpAsync(far, near, either.Token));
            await either.CancelAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return;   // both ends are closed, which is how either learns of it
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await PassableAsync();
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await PassableAsync();   // that one end closed is news too
    }

    private Task PassableAsync() => _cut?.Task ?? Task.CompletedTask;
}
