using System.Diagnostics;
using System.Text.RegularExpressions;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests.Peers;

/// <summary>A server from npm in a process of its own, on a free loopback port; ended with the test.</summary>
internal sealed partial class PeerServer : IAsyncDisposable
{
    private readonly Process _process;

    private PeerServer(Process process, Uri address) => (_process, Address) = (process, address);

    public static string Packages { get; } = Path.Combine(TestPaths.RepositoryRoot, "tests", "node_modules");

    /// <summary>The path of Node; null where there is none.</summary>
    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);

    public Uri Address { get; }

    /// <summary>aimock: OpenAI's and Ollama's chat APIs, scripted. It checks no parameter and counts no tokens for Ollama.</summary>
    public static Task<PeerServer> StartAimockAsync(string fixtures, params string[] arguments) =>
        StartAsync("@copilotkit/aimock/dist/cli.js", ["--port", "0", "--fixtures", fixtures, "--strict", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<PeerServer> StartAsync(string script, string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Node!, [Path.Combine(Packages, script), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (ListeningAddress().Match(line) is { Success: true } match)
            {
                process.OutputDataReceived += (_, _) => { };   // read on, or a full pipe would stop the server
                process.BeginOutputReadLine();
                return new PeerServer(process, new Uri(match.Value));
            }
        }

        throw new InvalidOperationException($"{script} ended before it listened");
    }

    [GeneratedRegex(@"(?<=listening on )http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAddress();
}
