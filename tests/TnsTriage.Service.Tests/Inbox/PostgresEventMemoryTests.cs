using TnsEval.Testing;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Storage;

namespace TnsTriage.Service.Tests.Inbox;

[NeedsServer(Server.Postgres)]
public sealed class PostgresEventMemoryTests : EventMemoryContract
{
    private OwnSchema _schema = null!;
    private PostgresDatabase? _database;

    public override async Task DisposeAsync()
    {
        await _database!.DisposeAsync();
        await _schema.DisposeAsync();
    }

    private protected override async Task<IEventMemory> OpenAsync()
    {
        if (_database is null)
        {
            _schema = await OwnSchema.CreateAsync();
        }
        else
        {
            await _database.DisposeAsync();
        }

        _database = await _schema.OpenAsync();
        return new PostgresEventMemory(_database, Time);
    }
}
