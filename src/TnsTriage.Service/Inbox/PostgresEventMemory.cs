using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using static TnsTriage.Service.Storage.PostgresSql;

namespace TnsTriage.Service.Inbox;

/// <summary>The events that are known, beside the ledger in PostgreSQL.</summary>
/// <param name="database">With <see cref="PostgresTables.Schema"/>.</param>
/// <param name="time">The time of what is noted.</param>
internal sealed class PostgresEventMemory(PostgresDatabase database, TimeProvider time) : IEventMemory
{
    public Task<bool> IsDoneAsync(EventId id) => IsThereAsync("SELECT EXISTS (SELECT FROM event WHERE id = @id AND is_done) AS is_there", id);

    public Task<bool> IsKnownAsync(EventId id) => IsThereAsync("SELECT EXISTS (SELECT FROM event WHERE id = @id) AS is_there", id);

    public Task MarkDoneAsync(IReadOnlyCollection<EventId> ids)
    {
        var now = time.GetUtcNow();

        // In the order of ids: two who mark the same ones do not wait for each other in a circle.
        return ids.Count == 0 ? Task.CompletedTask : database.RunAsync(session => session.ExecuteAsync(Statement(
            """
            INSERT INTO event (id, is_done, at) SELECT DISTINCT id, true, @now FROM unnest(@ids) AS id ORDER BY id
            ON CONFLICT (id) DO UPDATE SET is_done = true, at = excluded.at
            """,
            Value("ids", ids.Select(id => id.Value)), Value("now", now))));
    }

    public Task MarkPublishedAsync(EventId id)
    {
        var now = time.GetUtcNow();
        return database.RunAsync(session => session.ExecuteAsync(Statement(
            "INSERT INTO event (id, is_done, at) VALUES (@id, false, @now) ON CONFLICT (id) DO NOTHING", Value("id", id.Value), Value("now", now))));
    }

    public Task<int> PurgeAsync(DateTimeOffset before) => database.DeleteAsync("event", "at", before);

    private async Task<bool> IsThereAsync(string sql, EventId id) => (await database.RunAsync(session =>
        session.RowsAsync(row => row.Flag("is_there"), Statement(sql, Value("id", id.Value))))).Single();
}
