using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TnsEval.Testing;

/// <summary>
/// A server from npm in a process of its own, on a free loopback port; ended with the test, and by itself should the tests be killed.
/// </summary>
internal sealed partial class PeerServer : IAsyncDisposable
{
    /// <summary>Its standard input ends when the process of the tests does, however that ends.</summary>
    private const string EndWithTheTests = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Packages = Path.Combine(TestPaths.RepositoryRoot, "tests", "node_modules");

    private static readonly string? Node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PeerServer(string script, string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Node!, ["--import", EndWithTheTests, Path.Combine(Packages, script), .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Read(script, line.Data);
        _process.ErrorDataReceived += (_, _) => { };   // read all the same, or a full pipe would stop the server
    }

    /// <summary>Why no such server can be started here; null when it can.</summary>
    public static string? Missing =>
        !Directory.Exists(Packages) ? "the servers of other makers are not installed: npm ci --prefix tests --ignore-scripts"
        : Node is null ? "Node is not on the PATH"
        : null;

    public Uri Address { get; private set; } = null!;

    /// <summary>aimock: OpenAI's and Ollama's chat APIs, scripted. It checks no parameter and counts no tokens for Ollama.</summary>
    public static Task<PeerServer> StartAimockAsync(string fixtures, params string[] arguments) =>
        StartAsync("@copilotkit/aimock/dist/cli.js", ["--port", "0", "--fixtures", fixtures, "--strict", .. arguments]);

    /// <summary>
    /// Prism: any API by its OpenAPI file. It checks each request against the file and answers with dummies; a request that breaks the contract gets 422.
    /// </summary>
    public static Task<PeerServer> StartPrismAsync(string contract, params string[] arguments) =>
        StartAsync("@stoplight/prism-cli/dist/index.js", ["mock", "--host", "127.0.0.1", "--port", "0", .. arguments, contract]);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<PeerServer> StartAsync(string script, string[] arguments)
    {
        var server = new PeerServer(script, arguments);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Address = await server._listening.Task.WaitAsync(Patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private void Read(string script, string? line)
    {
        if (line is null)
        {
            _listening.TrySetException(new InvalidOperationException($"{script} ended before it listened"));
        }
        else if (ListeningAddress().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Value));
        }
    }

    [GeneratedRegex(@"(?<=listening on )http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAddress();
}
