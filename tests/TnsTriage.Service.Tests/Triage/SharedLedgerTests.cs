using Microsoft.Extensions.DependencyInjection;
using TnsEval.Testing;
using TnsTriage.FrontStub;
using TnsTriage.Service.Dispositions;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Reconciling;
using TnsTriage.Service.Tests.Desks;
using TnsTriage.Service.Tests.Storage;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>Services over one ledger in PostgreSQL.</summary>
[NeedsServer(Server.Postgres)]
public sealed class SharedLedgerTests : IAsyncLifetime
{
    private OwnSchema _schema = null!;
    private Desk _first = null!;
    private Desk _second = null!;

    public async Task InitializeAsync()
    {
        _schema = await OwnSchema.CreateAsync();
        (_first, _second) = (await OpenAsync(), await OpenAsync());
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _schema.DisposeAsync();
    }

    [LaneFact]
    public async Task What_one_service_decided_the_other_knows_and_leaves_alone()
    {
        var conversation = await _first.ReceiveAsync("A forged invoice");
        await _first.WorkAsync();
        _first.Now(conversation).Tags.ShouldBe(["tag_escalated"]);
        var (same, happened) = _second.Front.Company.Begin("A question", new StubMessage("A forged invoice"));
        same.Id.ShouldBe(conversation.Id, "both Fronts count alike");
        await _second.DeliverAsync(happened!);

        await _second.WorkAsync();

        _second.Now(same).Comments.ShouldBeEmpty();
        (await _second.EntryAsync(same)).Steps.ShouldAllBe(step => step.DoneAt != null);
    }

    [LaneFact]
    public async Task One_service_searches_Fronts_events_and_the_other_one_when_the_first_has_lost_its_connection()
    {
        var (first, second) = (Reconciler(_first), Reconciler(_second));
        (await WalkAsync(_first, first)).ShouldBeTrue();
        (await WalkAsync(_second, second)).ShouldBeFalse();
        (await WalkAsync(_first, first)).ShouldBeTrue();

        await _schema.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND application_name = '{_schema.Name}'");

        (await WalkAsync(_second, second)).ShouldBeTrue();
        (await WalkAsync(_first, first)).ShouldBeFalse();
        _first.Log.Lines.ShouldContain(line => line.Contains("the search of Front's list of events was lost", StringComparison.Ordinal));
    }

    [LaneFact]
    public async Task The_search_passes_on_when_the_service_that_had_it_stops()
    {
        (await WalkAsync(_first, Reconciler(_first))).ShouldBeTrue();
        (await WalkAsync(_second, Reconciler(_second))).ShouldBeFalse();

        await _first.RestartAsync();

        (await WalkAsync(_second, Reconciler(_second))).ShouldBeTrue();
        (await WalkAsync(_first, Reconciler(_first))).ShouldBeFalse();
    }

    [LaneFact]
    public async Task A_search_goes_on_where_another_service_ended()
    {
        await WalkAsync(_first, Reconciler(_first));
        _second.Front.Company.Begin("Missed", new StubMessage("A forged invoice"));
        _second.Time.Advance(TimeSpan.FromHours(2));
        await _first.RestartAsync();

        await WalkAsync(_second, Reconciler(_second));

        (await _second.Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [LaneFact]
    public async Task Health_and_what_operators_ask_come_from_the_database()
    {
        await _first.WorkerAsync();
        (await _first.Services.GetRequiredService<Readiness>().LookAsync()).Ledger.ShouldBe("ok");
        await _first.ReceiveAsync("A forged invoice");
        await _first.WorkAsync();

        (await _second.Ledger.CountDecisionsAsync(_first.Time.GetUtcNow().AddDays(-1))).ShouldHaveSingleItem().Count.ShouldBe(1);
        await _first.Services.GetRequiredService<RetentionService>().PurgeAsync();
    }

    [LaneFact]
    public async Task Dispositions_are_exported_from_the_database()
    {
        using var folder = new TemporaryFolder();
        var conversation = await _first.ReceiveAsync("A forged invoice");
        await _first.WorkAsync();
        await _first.DeliverAsync(_first.Front.Company.Tag(conversation.Id, "tag_confirmed"));
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exit = await DispositionCommand.RunAsync([folder["out.jsonl"]], _first.Configuration, output, error, CancellationToken.None);

        (exit, error.ToString()).ShouldBe((0, ""));
        output.ToString().ShouldContain("1 confirmed, 0 of them missed, and 0 false alarms");
    }

    private Task<Desk> OpenAsync() => Desk.OpenAsync(set: _schema.Set);

    private static ReconcilerService Reconciler(Desk desk) => ActivatorUtilities.CreateInstance<ReconcilerService>(desk.Services);

    private static Task<bool> WalkAsync(Desk desk, ReconcilerService reconciler) => desk.RunAsync(reconciler.TryWalkAsync(CancellationToken.None));
}
