using System.Diagnostics;
using System.Net;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>
/// A network namespace with two cables: one to the servers that can be taken out of reach, by taking the cable's end down, and one to all else. Front and model
/// must be addressed at loopback, so inside another process of this program passes those ports on. Takes root and <c>ip</c>.
/// </summary>
internal sealed class NetworkNamespace : Cable
{
    private readonly string _name = $"tns{Environment.ProcessId}";
    private readonly string _cut = $"tc{Environment.ProcessId}";
    private readonly string _kept = $"tk{Environment.ProcessId}";
    private readonly byte _net = (byte)(Environment.ProcessId % 250);
    private readonly Dictionary<int, Relay> _servers = [];
    private readonly Dictionary<int, Relay> _others = [];
    private Process? _inside;

    private NetworkNamespace()
    {
    }

    public override string Kind => "network namespace, its cable to them taken down";

    public override IReadOnlyList<string> Launcher => ["ip", "netns", "exec", _name];

    public override (string Listen, string Reach) Host => ("0.0.0.0", $"10.78.{_net}.2");

    public static async Task<NetworkNamespace?> TryLayAsync(IReadOnlyList<int> servers, IReadOnlyList<int> others)
    {
        var space = new NetworkNamespace();
        if (Environment.UserName != "root" || !await Tool.TryAsync("ip", "netns", "add", space._name))
        {
            return null;
        }

        try
        {
            await space.LayAsync(space._cut, "10.77");
            await space.LayAsync(space._kept, "10.78");
            await Tool.RunAsync("ip", "-n", space._name, "link", "set", "lo", "up");
            space.Open(servers, others);
            return space;
        }
        catch (InvalidOperationException)   // a machine that allows namespaces and no cables
        {
            await space.DisposeAsync();
            return null;
        }
    }

    public override IPEndPoint AddressOf(int server) => new(IPAddress.Parse($"10.77.{_net}.1"), _servers[server].Port);

    public override Task CutAsync() => Tool.RunAsync("ip", "link", "set", _cut, "down");

    public override Task MendAsync() => Tool.RunAsync("ip", "link", "set", _cut, "up");

    public override async ValueTask DisposeAsync()
    {
        if (_inside is not null)
        {
            _inside.Kill();
            await _inside.WaitForExitAsync();
            _inside.Dispose();
        }

        foreach (var relay in _servers.Values.Concat(_others.Values))
        {
            await relay.DisposeAsync();
        }

        await Tool.TryAsync("ip", "netns", "del", _name);   // and with it the ends of the cables, and so the cables
    }

    private async Task LayAsync(string cable, string net)
    {
        var inner = $"{cable}i";
        await Tool.RunAsync("ip", "link", "add", cable, "type", "veth", "peer", "name", inner);
        await Tool.RunAsync("ip", "link", "set", inner, "netns", _name);
        await Tool.RunAsync("ip", "addr", "add", $"{net}.{_net}.1/30", "dev", cable);
        await Tool.RunAsync("ip", "-n", _name, "addr", "add", $"{net}.{_net}.2/30", "dev", inner);
        await Tool.RunAsync("ip", "link", "set", cable, "up");
        await Tool.RunAsync("ip", "-n", _name, "link", "set", inner, "up");
    }

    /// <summary>The servers listen on loopback only, so this end of each cable passes their ports on.</summary>
    private void Open(IReadOnlyList<int> servers, IReadOnlyList<int> others)
    {
        foreach (var port in servers)
        {
            _servers[port] = new Relay(new IPEndPoint(IPAddress.Parse($"10.77.{_net}.1"), 0), new IPEndPoint(IPAddress.Loopback, port));
        }

        foreach (var port in others)
        {
            _others[port] = new Relay(new IPEndPoint(IPAddress.Parse($"10.78.{_net}.1"), 0), new IPEndPoint(IPAddress.Loopback, port));
        }

        var pairs = _others.Select(pair => $"127.0.0.1:{pair.Key}=10.78.{_net}.1:{pair.Value.Port}");
        _inside = Process.Start("ip", ["netns", "exec", _name, Environment.ProcessPath!, typeof(NetworkNamespace).Assembly.Location, "relay", .. pairs]);
    }
}
