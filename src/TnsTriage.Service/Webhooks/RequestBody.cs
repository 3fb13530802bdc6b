using System.Buffers;

namespace TnsTriage.Service.Webhooks;

/// <summary>A request's body as it came over the wire, as far as anybody is willing to read.</summary>
internal static class RequestBody
{
    /// <summary>Far above any event that Front is known to send.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The bytes; null when there are more than <see cref="MaxBytes"/>, of which no more is then read.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        var cancellationToken = request.HttpContext.RequestAborted;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isTooLarge = read.Buffer.Length > MaxBytes;
            if (isTooLarge || read.IsCompleted)
            {
                var body = isTooLarge ? null : read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);   // or the server could not use the connection again
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);   // nothing consumed, all looked at: the next read gives more
        }
    }
}
