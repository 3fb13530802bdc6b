using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TnsEval.Cli.Tests;

/// <summary>An OTLP collector on loopback that keeps what it is sent by HTTP, and can read strings in it.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<(string Path, string? Key, byte[] Body)> _received = [];
    private readonly Task _receiving;

    public Collector()
    {
        (_listener, Endpoint) = Listen();
        _receiving = ReceiveAsync();
    }

    public string Endpoint { get; }

    public IReadOnlyCollection<string?> Keys => [.. _received.Select(request => request.Key)];

    /// <summary>All that came to a path; strings stand in protobuf as they are.</summary>
    public string Received(string path) => string.Concat(_received.Where(request => request.Path == path).Select(request => Encoding.UTF8.GetString(request.Body)));

    public void Dispose()
    {
        _listener.Stop();
        _receiving.Wait();
        _listener.Close();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue((context.Request.Url!.AbsolutePath, context.Request.Headers["x-key"], body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    /// <summary>A listener cannot be asked for any free port, and one that was free may be taken before it listens: then the next one.</summary>
    private static (HttpListener Listener, string Endpoint) Listen()
    {
        while (true)
        {
            var listener = new HttpListener();
            var endpoint = $"http://127.0.0.1:{FreePort()}";
            listener.Prefixes.Add(endpoint + "/");
            try
            {
                listener.Start();
                return (listener, endpoint);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
