using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace TnsEval.ProviderConformance;

/// <summary>
/// A server on loopback that says what a case scripts, down to broken connections, and keeps what it was asked. It speaks just enough HTTP/1.1 on
/// bare sockets, because a real server protects its clients from most of what is needed here.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "_stop has no timer, so there is nothing in it to dispose")]
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<HttpRequest> _requests = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<HttpRequest, ScriptedReply> _script;
    private readonly Task _accepting;

    public StubServer(Func<HttpRequest, ScriptedReply> script)
    {
        _script = script;
        _listener.Start(backlog: 512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public IReadOnlyCollection<HttpRequest> Requests => _requests;

    /// <summary>Ends when a reply that hangs has got to where it hangs.</summary>
    public Task Hanging => _hanging.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();   // once or more often: a case may end the server before its bench does
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _conversations.Add(ConverseAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        var connection = new StubConnection(stream);
        try
        {
            while (await connection.ReadAsync(_stop.Token) is { } request)
            {
                _requests.Enqueue(request);
                if (!await SendAsync(connection, _script(request)))
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);   // closing then resets the connection
                    return;
                }
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested || e is IOException or InvalidDataException)
        {
            return;   // the client went away, or speaks no HTTP
        }
    }

    /// <summary>Sends a reply, and says whether the connection is to be kept.</summary>
    private async Task<bool> SendAsync(StubConnection connection, ScriptedReply reply)
    {
        switch (reply.Delivery)
        {
            case Delivery.InPieces:
                await connection.WriteInPiecesAsync(reply.Reply, _stop.Token);
                return true;
            case Delivery.HangsBeforeHeaders:
                return await HangAsync();
            case Delivery.HangsInBody:
                await connection.WriteHalfAsync(reply.Reply, _stop.Token);
                return await HangAsync();
            case Delivery.BreaksBeforeHeaders:
                return false;
            case Delivery.BreaksInBody:
                await connection.WriteHalfAsync(reply.Reply, _stop.Token);
                return false;
            default:
                await connection.WriteAsync(reply.Reply, _stop.Token);
                return true;
        }
    }

    private async Task<bool> HangAsync()
    {
        _hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, _stop.Token);
        return false;
    }
}

/// <summary>A reply and what becomes of it on its way.</summary>
internal sealed record ScriptedReply(HttpReply Reply, Delivery Delivery = Delivery.Whole);

/// <summary>How a reply gets to the client.</summary>
internal enum Delivery
{
    Whole,

    /// <summary>In many small chunks, cut without regard to characters.</summary>
    InPieces,
    HangsBeforeHeaders,
    HangsInBody,
    BreaksBeforeHeaders,
    BreaksInBody,
}
