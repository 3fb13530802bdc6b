using Microsoft.Extensions.Logging.Abstractions;
using TnsTriage.Service.Inbox.RabbitMq;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Inbox;

/// <summary>Where jobs wait: what <c>TnsTriage:Queue</c> may say, and the inbox that a command opens beside the service.</summary>
internal sealed class InboxStore : IAsyncDisposable
{
    public const string Sqlite = "sqlite", RabbitMq = "rabbitmq";

    /// <summary>Somebody sits before a command, and can call it again.</summary>
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(10);

    private readonly IAsyncDisposable[] _parts;

    private InboxStore(IInbox inbox, params IAsyncDisposable[] parts) => (Inbox, _parts) = (inbox, parts);

    /// <summary>The inbox.</summary>
    public IInbox Inbox { get; }

    public static bool IsRabbitMq(string name) => name.Equals(RabbitMq, StringComparison.OrdinalIgnoreCase);

    /// <summary>Every problem of the settings; none when they can be used.</summary>
    public static IEnumerable<Problem> Check(TriageOptions options)
    {
        const string Ledger = $"{TriageOptions.Section}:{nameof(TriageOptions.Ledger)}";
        const string Role = $"{TriageOptions.Section}:{nameof(TriageOptions.Role)}";
        var isReceiver = ServiceRole.IsReceiver(options.Role);
        if (IsRabbitMq(options.Queue))
        {
            foreach (var problem in CheckRabbitMq(options.RabbitMq))
            {
                yield return problem;
            }

            if (!isReceiver && !LedgerStore.IsPostgres(options.Ledger))
            {
                yield return new Problem(
                    Ledger, $"\"{options.Ledger}\" is no ledger for a queue that several processes share", $"Set it to {LedgerStore.Postgres}, and {TriageOptions.Section}:Postgres");
            }
        }
        else if (!options.Queue.Equals(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            yield return NeitherOf(options.Queue);
        }
        else if (isReceiver || ServiceRole.IsWorker(options.Role))
        {
            yield return new Problem(
                Role, $"a {options.Role} shares its queue with others, and {Sqlite} is one process's own",
                $"Set {TriageOptions.Section}:{nameof(TriageOptions.Queue)} to {RabbitMq}, or the role to {ServiceRole.All}");
        }
    }

    /// <summary>Every problem that keeps a command from opening the service's inbox.</summary>
    /// <param name="section">The configuration section of <see cref="TriageOptions"/>; other parts of it are not read.</param>
    public static IEnumerable<Problem> Check(IConfigurationSection section)
    {
        List<Problem> unread = [];
        var (name, rabbit, file) = Read(section, unread);
        return IsRabbitMq(name) ? [.. unread, .. CheckRabbitMq(rabbit)]
            : !name.Equals(Sqlite, StringComparison.OrdinalIgnoreCase) ? [NeitherOf(name)]
            : File.Exists(file) ? []
            : [new Problem(file, "there is no inbox", $"Set {TriageOptions.Section}:{nameof(TriageOptions.DataFolder)} to the service's data folder")];
    }

    /// <summary>Opens the service's inbox, which must be there. The service may run meanwhile.</summary>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    /// <exception cref="StorageVersionException">The file is newer than this program, or of another kind.</exception>
    /// <exception cref="InfrastructureException">The broker does not answer, or refuses us.</exception>
    public static async Task<InboxStore> OpenAsync(IConfigurationSection section, TimeProvider time)
    {
        var (name, options, file) = Read(section, []);
        if (!IsRabbitMq(name))
        {
            var database = SqliteDatabase.Open(file, SqliteInbox.Schema);
            return new InboxStore(new SqliteInbox(database, time), database);
        }

        var topology = new RabbitTopology(options.Prefix, RabbitTopology.Delays);
        var broker = new RabbitBroker(options.Address()!, topology, time, NullLogger<RabbitBroker>.Instance) { MayDeclare = false };
        try
        {
            options.StartPatience = CommandPatience;
            await new RabbitStart(broker, options, NullLogger<RabbitStart>.Instance).RunAsync(CancellationToken.None);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }

        var inbox = new RabbitInbox(broker, workers: 1, memory: null, time, NullLogger<RabbitInbox>.Instance);
        return new InboxStore(inbox, inbox, broker);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }

    private static IReadOnlyList<Problem> CheckRabbitMq(RabbitMqOptions options) =>
        options.Check($"{TriageOptions.Section}:{nameof(TriageOptions.RabbitMq)}");

    private static Problem NeitherOf(string name) => new(
        $"{TriageOptions.Section}:{nameof(TriageOptions.Queue)}", $"\"{name}\" is neither {Sqlite} nor {RabbitMq}", "Write one of them");

    private static (string Name, RabbitMqOptions RabbitMq, string File) Read(IConfigurationSection section, ICollection<Problem> problems)
    {
        var defaults = new TriageOptions();
        return (
            section[nameof(TriageOptions.Queue)] ?? defaults.Queue,
            OptionsReading.Read<RabbitMqOptions>(section.GetSection(nameof(TriageOptions.RabbitMq)), problems),
            Path.Combine(section[nameof(TriageOptions.DataFolder)] ?? defaults.DataFolder, TriageHost.InboxFile));
    }
}
