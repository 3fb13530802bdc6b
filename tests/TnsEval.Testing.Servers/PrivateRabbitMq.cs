using System.Diagnostics;
using System.Globalization;

namespace TnsEval.Testing;

/// <summary>A broker of a test's own, to be killed, frozen and started again: what is stored stays. Started at the first use.</summary>
public sealed class PrivateRabbitMq : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _folder = Directory.CreateTempSubdirectory("tnseval-rabbit-").FullName;
    private bool _isUsed;

    /// <summary>Not started yet.</summary>
    /// <param name="repositoryRoot">Where <c>tests/services/rabbit.sh</c> is.</param>
    public PrivateRabbitMq(string repositoryRoot) => _script = Path.Combine(repositoryRoot, "tests", "services", "rabbit.sh");

    /// <summary>Starts it, or starts it again; ends when it answers.</summary>
    /// <returns>Its AMQP URI, the same each time.</returns>
    public Task<string> StartAsync()
    {
        _isUsed = true;
        return RunAsync("up");
    }

    /// <summary>
    /// Ends when the queues that were declared until now survive a kill. The node writes its register of them twice a second and tells nobody
    /// when: the one thing here that has to be slept for. A queue that misses it exists afterwards, and stores nothing.
    /// </summary>
    public static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(2));

    /// <summary>kill -9.</summary>
    public Task KillAsync() => RunAsync("kill");

    /// <summary>Keeps its connections open and does nothing any more, as a machine in trouble does.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isUsed)
        {
            await RunAsync("kill");
            await RunAsync("down");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(_folder, "rabbit.pid"))).Trim();
        using var kill = Process.Start("kill", [$"-{signal}", int.Parse(pid, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<string> RunAsync(string command)
    {
        // Its output goes to a file, for the node that it starts would keep a pipe open.
        var output = Path.Combine(_folder, "script.log");
        using var script = Process.Start("bash", ["-c", "exec \"$0\" \"$1\" \"$2\" > \"$3\" 2>&1", _script, command, _folder, output]);
        await script.WaitForExitAsync();
        var text = (await File.ReadAllTextAsync(output)).Trim();
        return script.ExitCode == 0 ? text : throw new InvalidOperationException($"rabbit.sh {command} ended with {script.ExitCode}: {text}");
    }
}
