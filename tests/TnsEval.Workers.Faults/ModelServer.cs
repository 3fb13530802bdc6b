using System.Diagnostics;
using System.Globalization;

namespace TnsEval.Workers.Faults;

/// <summary><c>tests/TnsEval.LoadServer</c>, in a process of its own.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly Process _process;

    private ModelServer(Process process, string address) => (_process, BaseUrl) = (process, new Uri(new Uri(address), "v1"));

    public int Id => _process.Id;

    /// <summary>What <c>OPENAI_BASE_URL</c> wants.</summary>
    public Uri BaseUrl { get; }

    public static async Task<ModelServer> StartAsync(FileInfo dll, int latencyMs)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [dll.FullName, "--latency-ms", latencyMs.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        return new ModelServer(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the model server did not start"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
