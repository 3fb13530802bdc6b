using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>A RabbitMQ node of the bench's own, on loopback.</summary>
internal sealed class BrokerServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ServiceScript _script;

    /// <param name="scripts">The folder <c>tests/services</c>.</param>
    /// <param name="folder">Where the node keeps what it stores.</param>
    public BrokerServer(string scripts, string folder) => (_folder, _script) = (folder, new ServiceScript(scripts, "rabbit.sh", folder));

    /// <summary>Its AMQP URI, the same each time it is started.</summary>
    public Uri Uri { get; private set; } = null!;

    /// <summary>The process of the node.</summary>
    public int ProcessId => int.Parse(File.ReadAllText(Path.Combine(_folder, "rabbit.pid")), CultureInfo.InvariantCulture);

    /// <summary>Ends when it answers.</summary>
    public async Task StartAsync() => Uri = new Uri(await _script.RunAsync("up", _folder));

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _script.RunAsync("kill", _folder);

    /// <summary>Messages of each queue, those included that somebody has and did not acknowledge.</summary>
    public async Task<IReadOnlyDictionary<string, long>> QueuesAsync(string prefix)
    {
        var lines = (await _script.RunAsync("ctl", _folder, "list_queues", "name", "messages", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Select(line => line.Split('\t')).Where(parts => parts.Length == 2 && parts[0].StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    /// <summary>Messages of a queue that nobody has: cheap enough to be asked often.</summary>
    public async Task<long> ReadyAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>The bodies of a queue's messages, which stay in it.</summary>
    public async Task<IReadOnlyList<string>> PeekAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();   // closed without a word, it gives them all back
        var bodies = new List<string>();
        while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
        {
            bodies.Add(Encoding.UTF8.GetString(message.Body.Span));
        }

        return bodies;
    }

    /// <summary>Publishes what nobody expects.</summary>
    public async Task PublishAsync(string queue, string body)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync("", queue, mandatory: true, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Files in which the node keeps messages.</summary>
    public IEnumerable<string> MessageFiles => Directory.EnumerateFiles(Path.Combine(_folder, "mnesia"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".wal" or ".segment" or ".rdq" or ".idx");

    public async ValueTask DisposeAsync()
    {
        await _script.RunAsync("kill", _folder);
        await _script.RunAsync("down", _folder);
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync("bench");
}
