using Microsoft.Extensions.DependencyInjection;
using TnsEval.Testing;
using TnsTriage.FrontStub;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>
/// A worker that dies before and after each call to inbox, ledger, Front and pager in turn, and another that takes over. Real processes are
/// killed elsewhere; here no moment is missed.
/// </summary>
public class KillTests
{
    [LaneFact]
    public async Task Whenever_a_worker_is_killed_the_next_one_ends_its_work_and_nothing_comes_twice()
    {
        var process = new MortalProcess();
        await using var desk = await OpenAsync(process, Everything);
        var moment = 0;
        for (var isKilled = true; isKilled; moment++)
        {
            process.Start();
            var conversation = await desk.ReceiveAsync($"The leader was alone with the children again, {moment}.");

            isKilled = await WorkUntilKilledAsync(desk, process, moment);
            await TakeOverAsync(desk, process);

            ShouldBeDoneOnce(desk.Now(conversation), moment);
            var entry = await desk.EntryAsync(conversation);
            entry.Steps.ShouldAllBe(step => step.DoneAt != null, $"killed at {moment}");
            entry.Shadow.ShouldNotBeNull($"killed at {moment}");
            desk.Pages.Sent.Count(page => page.Key == entry.Decision.Id).ShouldBeInRange(1, 2, $"killed at {moment}");
            (await desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null), $"killed at {moment}");
        }

        moment.ShouldBeGreaterThan(40);   // else the moments are not where they were meant to be
    }

    [LaneFact]
    public async Task Whenever_a_worker_is_killed_over_a_merged_conversation_the_one_it_is_now_in_is_escalated_once()
    {
        var process = new MortalProcess();
        await using var desk = await OpenAsync(process, Everything);
        var moment = 0;
        for (var isKilled = true; isKilled; moment++)
        {
            process.Start();
            var merged = await desk.ReceiveAsync("The leader was alone with the children again.");
            var (into, _) = desk.Front.Company.Begin("Older", new StubMessage($"A question, {moment}") { IsInbound = false });
            desk.Front.Company.Merge(merged.Id, into.Id);

            isKilled = await WorkUntilKilledAsync(desk, process, moment);
            await TakeOverAsync(desk, process);

            ShouldBeDoneOnce(desk.Now(into), moment);
            (await desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null), $"killed at {moment}");
        }
    }

    private const string Everything = """
        {
          "formatVersion": 1,
          "dryRun": false,
          "shadow": { "prompt": "champion", "model": "scripted/two" },
          "actions": {
            "none": {}, "review": { "tags": ["tns/review"] }, "escalate": { "tags": ["tns/escalated"] },
            "escalate_urgent": {
              "tags": ["tns/urgent"], "inbox": "Trust & Safety", "assignee": "tns-oncall", "mention": ["tns-oncall"], "comment": ["{{verdict}}: {{rationale}}"],
              "link": "https://cases.example.org/{{decision}}", "page": true
            }
          }
        }
        """;

    /// <summary>Configures the store of the ledger.</summary>
    private protected virtual void Set(Dictionary<string, string?> settings)
    {
    }

    /// <summary>The ledger without the process that dies.</summary>
    private protected virtual ILedger LedgerOf(IServiceProvider services) =>
        new SqliteLedger(services.GetRequiredKeyedService<SqliteDatabase>("ledger"), services.GetRequiredService<TimeProvider>());

    private Task<Desk> OpenAsync(MortalProcess process, string policy) => Desk.OpenAsync(policy, Set, configure: services =>
    {
        services.AddSingleton<IInbox>(provider => new MortalInbox(
            new SqliteInbox(provider.GetRequiredKeyedService<SqliteDatabase>("inbox"), provider.GetRequiredService<TimeProvider>()), process));
        services.AddSingleton<ILedger>(provider => new MortalLedger(LedgerOf(provider), process));
        services.AddHttpClient("TnsTriage.Front").AddHttpMessageHandler(() => new MortalHandler(process));
        services.AddHttpClient(nameof(Pager)).AddHttpMessageHandler(() => new MortalHandler(process));
    });

    /// <returns>False when the worker came to the end of its work before that moment.</returns>
    private static async Task<bool> WorkUntilKilledAsync(Desk desk, MortalProcess process, int moment)
    {
        var worker = await desk.WorkerAsync();
        process.Start(diesAt: moment);
        try
        {
            while (await desk.RunAsync(worker.WorkOnceAsync(CancellationToken.None)))
            {
            }
        }
        catch (KilledException)
        {
            return true;
        }

        return process.IsDead;
    }

    private static async Task TakeOverAsync(Desk desk, MortalProcess process)
    {
        process.Start();
        desk.Time.Advance(desk.Options.Lease);
        await desk.WorkAsync();
    }

    private static void ShouldBeDoneOnce(StubConversation now, int moment)
    {
        now.Tags.ShouldBe(["tag_urgent"], $"killed at {moment}");
        now.Inboxes.ShouldBe(["inb_tns"], $"killed at {moment}");
        now.Assignee.ShouldBe("tea_oncall", $"killed at {moment}");
        now.Links.ShouldHaveSingleItem($"killed at {moment}");
        now.Comments.ShouldHaveSingleItem($"killed at {moment}");
    }
}
