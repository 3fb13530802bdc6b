using Microsoft.Extensions.DependencyInjection;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Reconciling;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

public sealed class ReconcilerTests : IAsyncLifetime
{
    private Desk _desk = null!;

    private Reconciler Reconciler => _desk.Services.GetRequiredService<Reconciler>();

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task What_no_webhook_told_is_found_and_triaged_and_what_one_told_is_not_taken_twice()
    {
        var told = await _desk.ReceiveAsync("A forged invoice");
        StubConversation[] missed = [.. Enumerable.Range(0, 40).Select(number => _desk.Front.Company.Begin("Missed", new StubMessage($"A forged invoice, {number}")).Conversation)];

        (await ReconcileAsync()).ShouldBe(40);

        await _desk.WorkForAsync(TimeSpan.FromMinutes(10));
        missed.Append(told).ShouldAllBe(conversation => _desk.Now(conversation).Comments.Count == 1);
    }

    [Fact]
    public async Task Each_walk_overlaps_the_one_before_and_goes_no_further_back()
    {
        _desk.Front.Company.Begin("Old", new StubMessage("Before the service began"));
        _desk.Time.Advance(TimeSpan.FromHours(1));
        (await ReconcileAsync()).ShouldBe(0);

        _desk.Front.Company.Begin("New", new StubMessage("Hello"));
        _desk.Time.Advance(TimeSpan.FromHours(2));   // no walk for two hours
        (await ReconcileAsync()).ShouldBe(1);
        (await ReconcileAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task A_clock_of_ours_that_is_wrong_hides_nothing_from_the_first_walk(int minutesOfFrontAhead)
    {
        await using var desk = await Desk.OpenAsync(frontAhead: TimeSpan.FromMinutes(minutesOfFrontAhead));
        await desk.WorkerAsync();   // the start asks Front who it is, and sees its clock
        desk.Front.Company.Begin("Missed", new StubMessage("A forged invoice"));
        var reconciler = desk.Services.GetRequiredService<Reconciler>();

        (await desk.RunAsync(reconciler.ReconcileAsync(CancellationToken.None))).ShouldBe(1);
    }

    [Fact]
    public async Task A_walk_that_fails_is_walked_again_by_the_next_process()
    {
        await ReconcileAsync();
        for (var number = 0; number < 20; number++)
        {
            _desk.Front.Company.Begin("Missed", new StubMessage("Hello"));
        }

        _desk.Time.Advance(TimeSpan.FromHours(1));
        _desk.Front.Inject(StubFault.Status(500).On("GET", "/events"));
        await Should.ThrowAsync<FrontException>(ReconcileAsync());

        await _desk.RestartAsync();

        (await ReconcileAsync()).ShouldBe(20);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_told_once_and_keeps_none_of_the_others_back()
    {
        await ReconcileAsync();
        var missed = _desk.Front.Company.Begin("Missed", new StubMessage("A forged invoice")).Conversation;
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        var at = _desk.Time.GetUtcNow().ToUnixTimeSeconds();
        _desk.Front.Inject(StubFault.Body($$$"""
            {"_results": [
                {"id": "evt_bad", "type": "inbound", "emitted_at": "Ruth says soon", "conversation": {"id": "{{{missed.Id}}}"}},
                {"id": {"Ruth": 1}, "type": "inbound"}, null, [], "Ruth", {"id": "evt_{Ruth}"},
                {"id": "evt_good", "type": "inbound", "emitted_at": {{{at}}}.5, "conversation": {"id": "{{{missed.Id}}}"}, "source": {"_meta": {"type": "inboxes"}, "data": []}}
            ]}
            """).On("GET", "/events") with { Times = 2 });

        (await ReconcileAsync()).ShouldBe(1);
        (await ReconcileAsync()).ShouldBe(0);

        string[] told = [.. _desk.Log.Lines.Where(line => line.Contains("cannot be read", StringComparison.Ordinal))];
        told.Length.ShouldBe(2);
        told[0].ShouldContain("Event evt_bad in Front's list cannot be read and was passed over: $._results[0].emitted_at");
        told[1].ShouldContain("Event without a readable id in Front's list cannot be read and was passed over: $._results[1].id");
        _desk.Log.Lines.ShouldAllBe(line => !line.Contains("Ruth", StringComparison.Ordinal));
        (await _desk.Ledger.CursorAsync("reconciled")).ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds((at * 1000) + 500));
    }

    [Fact]
    public async Task A_merge_that_no_webhook_told_is_found()
    {
        var merged = await _desk.ReceiveAsync("A forged invoice");
        await _desk.WorkAsync();
        var (into, _) = _desk.Front.Company.Begin("Newer", new StubMessage("The same") { IsInbound = false });
        _desk.Front.Company.Merge(merged.Id, into.Id);

        await ReconcileAsync();
        await _desk.WorkAsync();

        (await _desk.EntryAsync(into)).Decision.Conversation.Value.ShouldBe(merged.Id);
    }

    private Task<int> ReconcileAsync() => _desk.RunAsync(Reconciler.ReconcileAsync(CancellationToken.None));
}
