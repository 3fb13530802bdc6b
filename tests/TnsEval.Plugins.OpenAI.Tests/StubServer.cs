using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>A server on loopback that speaks just enough HTTP/1.1 to misbehave in every way a real one can.</summary>
internal sealed class StubServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Received, Reply> _answer;
    private readonly X509Certificate2? _certificate;
    private int _connections;

    /// <summary>Answers in this order; the last one for ever.</summary>
    public StubServer(params Reply[] replies)
        : this(InOrder(replies))
    {
    }

    public StubServer(Func<Received, Reply> answer, bool isSecure = false)
    {
        _answer = answer;
        _certificate = isSecure ? SelfSigned() : null;
        _listener.Start();
        Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Host { get; }

    public string BaseUrl => $"{(_certificate is null ? "http" : "https")}://{Host}/v1";

    public ConcurrentQueue<Received> Requests { get; } = [];

    public int Connections => _connections;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private static Func<Received, Reply> InOrder(Reply[] replies)
    {
        var next = -1;
        return _ => replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client, _stop.Token);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
                    stream = secure;
                }

                while (await Received.ReadAsync(stream, stop) is { } request)
                {
                    Requests.Enqueue(request);
                    if (!await _answer(request).SendAsync(client, stream, stop))
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                return;   // the client left
            }
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record Received(string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<Received?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new Received(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body));
    }
}
