using System.Net;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>What leads one process to servers on this machine, and can be cut: its addresses of them stay the same, and nothing passes.</summary>
internal abstract class Cable : IAsyncDisposable
{
    /// <summary>How the cut is made, for the report.</summary>
    public abstract string Kind { get; }

    /// <summary>What the command line of the process begins with.</summary>
    public abstract IReadOnlyList<string> Launcher { get; }

    /// <summary>Where the process is to listen, given a port, and how the bench reaches it there.</summary>
    public abstract (string Listen, string Reach) Host { get; }

    /// <summary>A cable to <paramref name="servers"/>, ports of loopback: a network namespace where the machine allows it, else relays in the bench.</summary>
    /// <param name="servers">What is out of reach when the cable is cut.</param>
    /// <param name="others">What stays in reach at <c>127.0.0.1</c> and the same ports.</param>
    public static async Task<Cable> LayAsync(IReadOnlyList<int> servers, IReadOnlyList<int> others) =>
        (Cable?)await NetworkNamespace.TryLayAsync(servers, others) ?? new RelayCable(servers);

    /// <summary>Where the process finds a server.</summary>
    public abstract IPEndPoint AddressOf(int server);

    public abstract Task CutAsync();

    public abstract Task MendAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class RelayCable(IReadOnlyList<int> servers) : Cable
    {
        private readonly Dictionary<int, Relay> _relays = servers.ToDictionary(
            port => port, port => new Relay(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, port)));

        public override string Kind => "a relay that keeps its connections and passes nothing on";

        public override IReadOnlyList<string> Launcher => [];

        public override (string Listen, string Reach) Host => ("127.0.0.1", "127.0.0.1");

        public override IPEndPoint AddressOf(int server) => new(IPAddress.Loopback, _relays[server].Port);

        public override Task CutAsync()
        {
            foreach (var relay in _relays.Values)
            {
                relay.Cut();
            }

            return Task.CompletedTask;
        }

        public override Task MendAsync()
        {
            foreach (var relay in _relays.Values)
            {
                relay.Mend();
            }

            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var relay in _relays.Values)
            {
                await relay.DisposeAsync();
            }
        }
    }
}
