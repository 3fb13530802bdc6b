using Microsoft.Data.Sqlite;
using TnsEval.Testing;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly SqliteSchema Schema = new(1234, ["CREATE TABLE thing (name TEXT PRIMARY KEY) WITHOUT ROWID"]);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["thing.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_that_wait_together_are_each_answered_for_themselves()
    {
        await using var database = SqliteDatabase.Open(File, Schema);
        await AddAsync(database, "taken");

        var writes = Enumerable.Range(0, 100).Select(number => AddAsync(database, number == 50 ? "taken" : $"{number}")).ToArray();

        (await Should.ThrowAsync<SqliteException>(writes[50])).SqliteErrorCode.ShouldBe(19);
        await Task.WhenAll(writes.Where((_, number) => number != 50));
        Count(database).ShouldBe(100);
    }

    [Fact]
    public async Task Writes_that_wait_together_reach_the_disk_in_one_commit()
    {
        const int Frame = 4096 + 24;   // a commit adds a frame for each page it changed to the write-ahead log
        await using var database = SqliteDatabase.Open(File, Schema);
        using var gate = new ManualResetEventSlim();
        var before = new FileInfo($"{File}-wal").Length;

        var first = database.WriteAsync(_ =>
        {
            gate.Wait();
            return 0;
        });
        var writes = Enumerable.Range(0, 100).Select(number => AddAsync(database, $"{number}")).ToArray();
        gate.Set();
        await Task.WhenAll([first, .. writes]);

        (new FileInfo($"{File}-wal").Length - before).ShouldBeLessThan(10 * Frame);
        Count(database).ShouldBe(100);
    }

    [Fact]
    public async Task Half_a_write_that_fails_is_undone()
    {
        await using var database = SqliteDatabase.Open(File, Schema);

        await Should.ThrowAsync<InvalidOperationException>(database.WriteAsync<int>(session =>
        {
            session.Execute("INSERT INTO thing VALUES ('half')");
            throw new InvalidOperationException();
        }));

        Count(database).ShouldBe(0);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_writes_go_on_once_there_is_room()
    {
        await using var database = SqliteDatabase.Open(File, Schema);
        await database.WriteAsync(session => session.Number("PRAGMA max_page_count = 8"));
        var big = new string('x', 100_000);

        var e = await Should.ThrowAsync<StorageUnavailableException>(AddAsync(database, big));
        e.Message.ShouldBe("thing.db: the disk is full");

        await AddAsync(database, "small");
        await database.WriteAsync(session => session.Number("PRAGMA max_page_count = 10000"));
        await AddAsync(database, big);
        Count(database).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_for_the_next_process()
    {
        await using (var database = SqliteDatabase.Open(File, Schema))
        {
            await AddAsync(database, "kept");
        }

        await using var again = SqliteDatabase.Open(File, Schema);
        Count(again).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_written_after_it_was_closed()
    {
        var database = SqliteDatabase.Open(File, Schema);
        await database.DisposeAsync();
        await database.DisposeAsync();

        await Should.ThrowAsync<StorageUnavailableException>(AddAsync(database, "late"));
    }

    [Fact]
    public async Task An_older_file_is_brought_up_to_date()
    {
        await using (var old = SqliteDatabase.Open(File, Schema))
        {
            await AddAsync(old, "kept");
        }

        await using var database = SqliteDatabase.Open(File, Schema with { Migrations = [.. Schema.Migrations, "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7"] });

        database.Read(session => session.Number("SELECT size FROM thing")).ShouldBe(7);
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused_and_left_alone()
    {
        await using (SqliteDatabase.Open(File, Schema with { Migrations = [.. Schema.Migrations, "CREATE TABLE other (name TEXT)"] }))
        {
        }

        var e = Should.Throw<StorageVersionException>(() => SqliteDatabase.Open(File, Schema));
        e.Problem.What.ShouldBe("has schema version 2, and this program knows versions up to 1");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused()
    {
        await using (SqliteDatabase.Open(File, Schema))
        {
        }

        Should.Throw<StorageVersionException>(() => SqliteDatabase.Open(File, Schema with { ApplicationId = 4321 })).Problem.What.ShouldBe("is not a file of this kind");
    }

    [Fact]
    public void What_is_no_database_is_refused_with_its_reason()
    {
        _folder.Write("thing.db", string.Join('\n', Enumerable.Repeat("this is text and no database", 100)));

        Should.Throw<StorageUnavailableException>(() => SqliteDatabase.Open(File, Schema)).Message.ShouldEndWith("it is damaged, or no SQLite file");
    }

    private static Task<int> AddAsync(SqliteDatabase database, string name) =>
        database.WriteAsync(session => session.Execute("INSERT INTO thing VALUES ($name)", ("$name", name)));

    private static long Count(SqliteDatabase database) => database.Read(session => session.Number("SELECT count(*) FROM thing"));
}
