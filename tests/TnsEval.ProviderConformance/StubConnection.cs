using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace TnsEval.ProviderConformance;

/// <summary>Reads requests from one HTTP/1.1 connection and writes replies, as bytes.</summary>
internal sealed class StubConnection(Stream stream)
{
    private const int PieceLength = 7;
    private const int PiecesAtMost = 64;

    private readonly PipeReader _reader = PipeReader.Create(stream);

    /// <summary>The next request; null when the client has closed the connection.</summary>
    /// <exception cref="InvalidDataException">The client does not speak HTTP/1.1.</exception>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { } requestLine)
        {
            return null;
        }

        if (requestLine.Split(' ') is not [var method, var target, "HTTP/1.1"])
        {
            throw new InvalidDataException();
        }

        List<KeyValuePair<string, string>> headers = [];
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(colon > 0 ? new(line[..colon], line[(colon + 1)..].Trim()) : throw new InvalidDataException());
        }

        var request = new HttpRequest(method, target, headers, Body: "");
        return request with { Body = Encoding.UTF8.GetString(await BodyAsync(request, cancellationToken)) };
    }

    public async Task WriteAsync(HttpReply reply, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head(reply, Encoding.UTF8.GetByteCount(reply.Body)) + reply.Body), cancellationToken);

    /// <summary>The headers, which promise the whole body, and its first half.</summary>
    public async Task WriteHalfAsync(HttpReply reply, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(reply.Body);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head(reply, body.Length)), cancellationToken);
        await stream.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
    }

    public async Task WriteInPiecesAsync(HttpReply reply, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head(reply, length: null)), cancellationToken);
        ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(reply.Body);
        for (var piece = 0; rest.Length > 0; piece++)
        {
            var length = piece < PiecesAtMost ? Math.Min(PieceLength, rest.Length) : rest.Length;
            byte[] chunk = [.. Encoding.ASCII.GetBytes($"{length:x}\r\n"), .. rest.Span[..length], .. "\r\n"u8];
            await stream.WriteAsync(chunk, cancellationToken);
            await Task.Yield();
            rest = rest[length..];
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    private static string Head(HttpReply reply, int? length)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Scripted\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {DateTimeOffset.UtcNow:r}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {reply.ContentType}\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return head
            .Append(length is null ? "Transfer-Encoding: chunked" : $"Content-Length: {length}")
            .Append("\r\n\r\n")
            .ToString();
    }

    private async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Header("Transfer-Encoding") is null)
        {
            var length = int.Parse(request.Header("Content-Length") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture);
            return await BytesAsync(length, cancellationToken);
        }

        using var body = new MemoryStream();
        while (await LineAsync(cancellationToken) is { } size)
        {
            var length = int.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Write(await BytesAsync(length, cancellationToken));
            await LineAsync(cancellationToken);   // the line end after a chunk, and after the last
            if (length == 0)
            {
                break;
            }
        }

        return body.ToArray();
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var result = await _reader.ReadAtLeastAsync(count, cancellationToken);
        if (result.Buffer.Length < count)
        {
            throw new InvalidDataException();
        }

        var bytes = result.Buffer.Slice(0, count).ToArray();
        _reader.AdvanceTo(result.Buffer.GetPosition(count));
        return bytes;
    }

    /// <summary>A line without its end; null at the end of the stream.</summary>
    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(result.Buffer.Slice(0, end));
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }
}
