using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Storage;

/// <summary>A server of the test's own, which goes down and comes back.</summary>
[NeedsServer(Server.Postgres)]
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private static readonly ConversationId One = new("cnv_1");

    private readonly TemporaryFolder _folder = new();
    private string _connectionString = "";

    public async Task InitializeAsync() => _connectionString = await ServerAsync("up");

    public async Task DisposeAsync()
    {
        await ServerAsync("down");
        _folder.Dispose();
    }

    [LaneFact]
    public async Task While_the_server_is_away_all_is_refused_and_afterwards_it_goes_on_where_it_was()
    {
        await using var database = Open();
        await database.PrepareAsync(PostgresTables.Schema, mayBegin: true);
        var ledger = new PostgresLedger(database, TimeProvider.System);
        var hold = (await ledger.TryHoldAsync(One, [], TimeSpan.FromMinutes(5))).ShouldNotBeNull();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => ledger.NoteAsync(One, $"{number}")));   // as many connections as there may be

        await ServerAsync("down", "immediate");
        var e = await Should.ThrowAsync<StorageUnavailableException>(ledger.FindAsync(One));
        await Should.ThrowAsync<StorageUnavailableException>(ledger.NoteAsync(One, "while it was away"));
        await Should.ThrowAsync<StorageUnavailableException>(database.ConnectAsync(CancellationToken.None));
        await ServerAsync("up");

        e.Message.ShouldEndWith("cannot be reached (ConnectionRefused)");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => ledger.NoteAsync(One, $"{number}")));
        (await ledger.RenewAsync(hold, TimeSpan.FromMinutes(5))).ShouldBeTrue();
        (await ledger.TrailAsync(One)).Count.ShouldBe(40);
    }

    [LaneFact]
    public async Task Through_a_restart_in_the_middle_of_work_nothing_is_noted_twice_or_not_at_all()
    {
        await using var database = Open();
        await database.PrepareAsync(PostgresTables.Schema, mayBegin: true);
        var ledger = new PostgresLedger(database, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var (refused, stored) = (0, 0);
        var working = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                try
                {
                    await ledger.NoteAsync(One, $"{worker} {number}");
                    Interlocked.Increment(ref stored);
                }
                catch (StorageUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));

        for (var restart = 0; restart < 2; restart++)
        {
            await ServerAsync("down", "immediate");
            await ServerAsync("up");
            await Should.NotThrowAsync(ledger.CursorAsync("any"));
        }

        await stop.CancelAsync();
        await working;
        var notes = (await ledger.TrailAsync(One)).Select(note => note.What).ToArray();
        notes.ShouldBeUnique();
        notes.Length.ShouldBeInRange(stored, stored + refused);   // of what was refused, the answer alone may have been lost
    }

    [LaneFact]
    public async Task A_start_waits_for_a_server_that_comes_late()
    {
        await ServerAsync("down");
        await using var database = Open();
        using var log = new ListLoggerProvider();
        using var loggers = new LoggerFactory([log]);
        var time = new ManualTimeProvider();
        var start = new PostgresStart(database, new PostgresOptions { StartPatience = TimeSpan.FromMinutes(5) }, time, loggers.CreateLogger<PostgresStart>());

        var starting = start.RunAsync(PostgresTables.Schema, CancellationToken.None);
        await ServerAsync("up");
        while (await Task.WhenAny(starting, Task.Delay(10)) != starting)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await starting;
        log.Lines[0].ShouldContain("The service waits with its start. PostgreSQL at 127.0.0.1:");
    }

    [LaneFact]
    public async Task A_start_gives_up_on_a_server_that_does_not_come()
    {
        await ServerAsync("down");
        await using var database = Open();
        using var loggers = new LoggerFactory();
        var time = new ManualTimeProvider();
        var start = new PostgresStart(database, new PostgresOptions { StartPatience = TimeSpan.FromSeconds(30) }, time, loggers.CreateLogger<PostgresStart>());

        var starting = start.RunAsync(PostgresTables.Schema, CancellationToken.None);
        while (await Task.WhenAny(starting, Task.Delay(10)) != starting)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var problem = (await Should.ThrowAsync<InfrastructureException>(starting)).Problems.Single();
        problem.What.ShouldEndWith("cannot be reached (ConnectionRefused), for 00:00:30 now");
        problem.Fix.ShouldBe("Start the server, or correct Host and Port");
        await ServerAsync("up");
    }

    private PostgresDatabase Open() => new(new PostgresOptions { ConnectionString = _connectionString }, TimeProvider.System);

    private async Task<string> ServerAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(TestPaths.RepositoryRoot, "tests/services/pg.sh"), command, _folder.Path, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.Trim();
    }
}
