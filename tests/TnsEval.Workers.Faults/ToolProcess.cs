using System.Diagnostics;
using System.Text;
using TnsTriage.Service.Faults.Servers;

namespace TnsEval.Workers.Faults;

/// <summary><c>tnseval</c> as a process of its own.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _text;
    private bool _isDisposed;

    private ToolProcess(Process process) => (_process, _text) = (process, ReadAsync(process));

    public int Id => _process.Id;

    public bool HasExited => _isDisposed || _process.HasExited;

    /// <param name="dll">The published <c>TnsEval.Cli.dll</c>.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Changes to the environment.</param>
    /// <param name="cable">What leads to its broker, when it can be cut.</param>
    public static ToolProcess Start(
        string dll, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, Cable? cable = null)
    {
        string[] command = [.. cable?.Launcher ?? [], "dotnet", dll, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _text;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<(int ExitCode, string Text)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _text);
    }

    /// <summary>Kills it, if it has not ended; again, it does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            if (!_process.HasExited)
            {
                await KillAsync();
            }

            _process.Dispose();
        }
    }

    private static async Task<string> ReadAsync(Process process)
    {
        var text = new StringBuilder();
        await Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
        return text.ToString();

        async Task CopyAsync(StreamReader from)
        {
            while (await from.ReadLineAsync() is { } line)
            {
                lock (text)
                {
                    text.AppendLine(line);
                }
            }
        }
    }
}
