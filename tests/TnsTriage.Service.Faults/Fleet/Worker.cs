using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>One worker's place: the process in it may be killed and another started.</summary>
internal sealed class Worker(string dll, Uri address, IReadOnlyDictionary<string, string> settings, string log, Cable? cable) : IAsyncDisposable
{
    public required string Name { get; init; }

    public ServiceProcess? Process { get; private set; }

    public async Task StartAsync() => Process = await ServiceProcess.StartAsync(dll, address, settings, log, cable);

    /// <summary>SIGKILL, and another one in its place.</summary>
    public async Task ReplaceAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    public async Task KillAsync()
    {
        await Process!.KillAsync();
        await Process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }
    }
}
