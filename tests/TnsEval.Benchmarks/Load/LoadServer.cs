using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Benchmarks.Load;

/// <summary>The fixed-latency server, in a process of its own.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private static string? _assembly;

    private readonly Process _process;
    private readonly HttpClient _http;

    private LoadServer(Process process, Uri address) => (_process, _http) = (process, new HttpClient { BaseAddress = address });

    /// <summary>What <c>OPENAI_BASE_URL</c> wants.</summary>
    public string BaseUrl => new Uri(_http.BaseAddress!, "v1").ToString();

    /// <summary>Builds it; once, before the first start.</summary>
    public static async Task BuildAsync(string folder)
    {
        await Child.RunWellAsync("dotnet", ["publish", "tests/TnsEval.LoadServer", "-c", "Release", "-o", folder, "-m:1"], TestPaths.RepositoryRoot);
        _assembly = Path.Combine(folder, "TnsEval.LoadServer.dll");
    }

    public static async Task<LoadServer> StartAsync(int latencyMs)
    {
        var start = new ProcessStartInfo("dotnet", [_assembly!, "--latency-ms", latencyMs.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        return new LoadServer(process, new Uri(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server did not start")));
    }

    /// <summary>
    /// Requests a second of a client that does nothing but send the same bytes and read the answer, on this machine, both processes together: what no run can
    /// be faster than.
    /// </summary>
    /// <param name="body">One request.</param>
    /// <param name="concurrency">Requests at once.</param>
    /// <param name="requests">How many are counted; as many are sent before to warm up.</param>
    public async Task<double> CapacityAsync(byte[] body, int concurrency, int requests)
    {
        await SendAsync(body, concurrency, requests);
        var watch = Stopwatch.StartNew();
        await SendAsync(body, concurrency, requests);
        return requests / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Requests received so far.</summary>
    public async Task<long> RequestsAsync() => (long)JsonNode.Parse(await _http.GetStringAsync(new Uri("stats", UriKind.Relative)))!["requests"]!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Task SendAsync(byte[] body, int concurrency, int requests) => Parallel.ForAsync(
        0,
        requests,
        new ParallelOptions { MaxDegreeOfParallelism = concurrency },
        async (_, token) =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await _http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content, token);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(token);
        });
}
