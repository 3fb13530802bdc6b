using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>One worker's place: the process in it may be killed and another started.</summary>
internal sealed class Worker(string dll, Uri address, IReadOnlyDictionary<string, string> settings, string log, Cable? cable) : IAsyncDisposable
{
    public required string Name { get; init; }

    /// <summary>Null between a kill and the next start.</summary>
    public ServiceProcess? Process { get; private set; }

    public async Task StartAsync() => Process = await ServiceProcess.StartAsync(dll, address, settings, log, cable);

    /// <summary>SIGKILL, and another one in its place.</summary>
    public async Task ReplaceAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>SIGKILL; the place is empty.</summary>
    public async Task KillAsync()
    {
        var process = Process!;
        Process = null;
        await process.DisposeAsync();   // kills it, if it has not ended
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await KillAsync();
        }
    }
}
