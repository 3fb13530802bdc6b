using TnsEval.Testing;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Inbox;

public sealed class SqliteInboxTests : InboxContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase? _database;

    public override async Task DisposeAsync() => await _database!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private protected override async Task<IInbox> OpenAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _database = SqliteDatabase.Open(_folder["inbox.db"], SqliteInbox.Schema);
        return new SqliteInbox(_database, Time);
    }
}
