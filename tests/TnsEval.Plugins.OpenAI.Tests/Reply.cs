using System.Net.Sockets;
using System.Text;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>How the stub answers one request.</summary>
internal abstract record Reply
{
    /// <summary>A whole answer.</summary>
    public sealed record Whole(int Status, string Body, string? ContentType = "application/json", params string[] Headers) : Reply
    {
        public override async Task<bool> SendAsync(TcpClient client, Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Head(Status, ContentType, Encoding.UTF8.GetByteCount(Body), Headers), cancellationToken);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Body), cancellationToken);
            return true;
        }
    }

    /// <summary>An answer that is held back until as many requests have come as the gathering waits for.</summary>
    public sealed record Together(Gathering Gathering, Reply Then) : Reply
    {
        public override async Task<bool> SendAsync(TcpClient client, Stream stream, CancellationToken cancellationToken)
        {
            await Gathering.ArriveAsync().WaitAsync(cancellationToken);
            return await Then.SendAsync(client, stream, cancellationToken);
        }
    }

    /// <summary>Whether the connection stays open.</summary>
    public abstract Task<bool> SendAsync(TcpClient client, Stream stream, CancellationToken cancellationToken);

    public static Reply Answer(string text = "{}") => Completion(
        $$"""{"index":0,"message":{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(text)}},"refusal":null},"finish_reason":"stop"}""");

    public static Reply Completion(string choice, string usage = """{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}""") => new Whole(
        200, $$"""{"id":"chatcmpl-1","object":"chat.completion","created":1767600000,"model":"stub-2026-01-05","choices":[{{choice}}],"usage":{{usage}}}""");

    /// <summary>An error as OpenAI writes it; the code and parameter are null when not given.</summary>
    public static Reply Error(int status, string message, string? code = null, string? param = null, params string[] headers) => new Whole(
        status,
        System.Text.Json.JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", param, code } }),
        "application/json",
        headers);

    private static byte[] Head(int status, string? contentType, int length, string[] headers) => Encoding.ASCII.GetBytes(string.Join("\r\n",
        [$"HTTP/1.1 {status} Stub", .. contentType is null ? [] : new[] { $"Content-Type: {contentType}" }, $"Content-Length: {length}", .. headers, "", ""]));
}

/// <summary>Lets nobody go before everybody has come.</summary>
internal sealed class Gathering(int expected)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = expected;

    public Task ArriveAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _complete.SetResult();
        }

        return _complete.Task;
    }
}
