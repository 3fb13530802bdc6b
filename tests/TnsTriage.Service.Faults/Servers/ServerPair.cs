namespace TnsTriage.Service.Faults.Servers;

/// <summary>Broker and database of the bench's own, for all its faults: each uses a prefix and a database of its own.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tns-servers-");

    private ServerPair(string scripts)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.FullName, _folder.UnixFileMode | UnixFileMode.OtherExecute);   // PostgreSQL may run under another account
        }

        Broker = new BrokerServer(scripts, Path.Combine(_folder.FullName, "rabbit"));
        Ledger = new LedgerServer(scripts, Path.Combine(_folder.FullName, "pg"));
    }

    public BrokerServer Broker { get; }

    public LedgerServer Ledger { get; }

    /// <param name="scripts">The folder <c>tests/services</c>.</param>
    public static async Task<ServerPair> StartAsync(string scripts)
    {
        var pair = new ServerPair(scripts);
        try
        {
            await Task.WhenAll(pair.Broker.StartAsync(), pair.Ledger.StartAsync());
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Ledger.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
