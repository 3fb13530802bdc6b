using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TnsTriage.Service.Faults.Servers;

namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>The service as it is deployed: a process of its own, told by environment variables, ended by signals.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task _copying;

    private ServiceProcess(Process process, Stream log) => (_process, _copying) = (process, CopyAsync(process, log));

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Processor time of the process so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it takes requests.</summary>
    /// <param name="dll">The published <c>TnsTriage.Service.dll</c>.</param>
    /// <param name="address">Where it is to listen.</param>
    /// <param name="settings">Configuration, with <c>:</c> between sections.</param>
    /// <param name="log">File to append standard output and error to.</param>
    /// <param name="cable">What leads to its servers, when it can be cut.</param>
    public static async Task<ServiceProcess> StartAsync(
        string dll, Uri address, IReadOnlyDictionary<string, string> settings, string log, Cable? cable = null)
    {
        string[] command = [.. cable?.Launcher ?? [], "dotnet", dll];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetDirectoryName(dll),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = cable is null ? address.ToString() : $"http://{cable.Host.Listen}:{address.Port}";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var service = new ServiceProcess(Process.Start(start)!, new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
        await service.WaitUntilReadyAsync(cable is null ? address : new UriBuilder(address) { Host = cable.Host.Reach }.Uri, log);
        return service;
    }

    /// <summary>A port on loopback that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>SIGKILL: no code of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await EndAsync();
        return _process.ExitCode;
    }

    /// <summary>A line of <c>/proc/PID/status</c> in bytes: <c>VmRSS</c>, <c>VmHWM</c>; null where there is no such file.</summary>
    public long? Memory(string line)
    {
        var file = $"/proc/{Id}/status";
        var found = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith($"{line}:", StringComparison.Ordinal)) : null;
        return found is null ? null : 1024 * long.Parse(found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        await _copying;
    }

    private async Task WaitUntilReadyAsync(Uri address, string log)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var started = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (_process.HasExited)
            {
                await _copying;
                throw new InvalidOperationException($"the service ended with {_process.ExitCode}; {log} says why");
            }

            if (started.Elapsed > LongestStart)
            {
                throw new TimeoutException($"the service does not listen after {LongestStart}; see {log}");
            }

            try
            {
                using var answer = await http.GetAsync(address);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                continue;   // not yet
            }
        }
    }

    private static async Task CopyAsync(Process process, Stream log)
    {
        await using (log)
        {
            var writing = new SemaphoreSlim(1);
            await Task.WhenAll(DrainAsync(process.StandardOutput.BaseStream), DrainAsync(process.StandardError.BaseStream));

            async Task DrainAsync(Stream from)
            {
                var buffer = new byte[16 * 1024];
                for (int read; (read = await from.ReadAsync(buffer)) > 0;)
                {
                    await writing.WaitAsync();
                    await log.WriteAsync(buffer.AsMemory(0, read));
                    await log.FlushAsync();
                    writing.Release();
                }
            }
        }
    }
}
