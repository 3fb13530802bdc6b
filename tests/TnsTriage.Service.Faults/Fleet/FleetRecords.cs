using Npgsql;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>The ledger in PostgreSQL and the queues in RabbitMQ. A question that a restart interrupts is asked again.</summary>
/// <param name="connection">Of the fleet's own database.</param>
/// <param name="broker">Where its queues are.</param>
/// <param name="prefix">What their names begin with.</param>
internal sealed class FleetRecords(string connection, BrokerServer broker, string prefix) : IRecords, IAsyncDisposable
{
    private readonly NpgsqlDataSource _ledger = NpgsqlDataSource.Create(connection);

    public long Dead => DeadLetters.Count;

    public IReadOnlyList<string> DeadLetters { get; private set; } = [];

    public IReadOnlyList<string> Decided => Texts("SELECT conversation FROM decision");

    public IReadOnlyDictionary<string, string> Merged => Texts("SELECT conversation || ' ' || into_conversation FROM merged")
        .Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public long DecidedCount => Number("SELECT count(*) FROM decision");

    /// <summary>Bytes of the database on disk.</summary>
    public long Size => Number("SELECT pg_database_size(current_database())");

    /// <summary>Decisions that are not carried out to the end.</summary>
    public long Unfinished => Number("SELECT count(DISTINCT decision) FROM step WHERE done_at IS NULL AND failure IS NULL");

    /// <summary>How many steps are done of each decision that is not carried out to the end.</summary>
    public IReadOnlyList<int> StepsDone =>
        [.. Texts("SELECT count(done_at)::text FROM step GROUP BY decision HAVING count(done_at) < count(*)").Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The queue of dead letters, and the sum of messages in all others, waiting or in some worker's hands. The probe's message is nobody's work.</summary>
    public async Task<(string? DeadLetters, long Open)> QueuesAsync()
    {
        var queues = await broker.QueuesAsync(prefix);
        var dead = queues.Keys.SingleOrDefault(name => name.Contains("dead", StringComparison.Ordinal));
        return (dead, queues.Where(queue => queue.Key != dead && queue.Key != $"{prefix}.probe").Sum(queue => queue.Value));
    }

    /// <summary>Looks into the queue of dead letters; before that none are known.</summary>
    public async Task ReadDeadLettersAsync()
    {
        var (queue, _) = await QueuesAsync();
        DeadLetters = queue is null ? [] : [.. (await broker.PeekAsync(queue)).Select(body => Conversation.Find(body) ?? "unreadable")];
    }

    /// <inheritdoc/>
    /// <remarks>In rows, and in the broker's files. PostgreSQL's own files keep rows that were changed until it cleans them up.</remarks>
    public int Count(IReadOnlyList<string> words)
    {
        var tables = Texts("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()");
        return tables.Sum(table => Texts($"SELECT one::text FROM {table} one").Sum(row => words.Count(word => row.Contains(word, StringComparison.Ordinal))))
            + broker.MessageFiles.Sum(file => ServiceFiles.CountIn(file, words));
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    private long Number(string sql) => long.Parse(Texts($"SELECT ({sql})::text").Single(), System.Globalization.CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Texts(string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var command = _ledger.CreateCommand(sql);
                using var reader = command.ExecuteReader();
                var texts = new List<string>();
                while (reader.Read())
                {
                    texts.Add(reader.GetString(0));
                }

                return texts;
            }
            catch (NpgsqlException e) when (attempt < 50 && (e.IsTransient || e.SqlState is "57P01" or "57P02" or "57P03" or null))
            {
                Thread.Sleep(200);   // it is being restarted
            }
        }
    }
}
