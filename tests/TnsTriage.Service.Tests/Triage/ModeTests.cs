using Microsoft.Extensions.DependencyInjection;
using TnsEval.Abstractions;
using TnsTriage.Assessments;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

public sealed class ModeTests
{
    private const string Fraud = "Somebody paid a forged invoice in our name.";
    private const string Urgent = "The leader was alone with the children again.";

    [Fact]
    public async Task A_dry_run_decides_records_and_logs_and_writes_nothing()
    {
        await using var desk = await Desk.OpenAsync(Policies.DryRun);
        var conversation = await desk.ReceiveAsync(Urgent);

        await desk.WorkAsync();

        desk.Front.Writes.ShouldBeEmpty();
        desk.Pages.Sent.ShouldBeEmpty();
        var entry = await desk.EntryAsync(conversation);
        (entry.Decision.IsDryRun, entry.Decision.Judgement.Verdict).ShouldBe((true, Verdict.EscalateUrgent));
        entry.Steps.Select(step => (step.Step.Name, step.DoneAt)).ShouldBe([("Page", null), ("Tag", null), ("Move", null), ("Comment", null)]);
        desk.Log.Lines.ShouldContain(line => line.Contains($"{conversation.Id}, {entry.Decision.Id}: dry run, not carried out: Page, Tag, Move, Comment", StringComparison.Ordinal));
        (await desk.Inbox.CountAsync()).Due.ShouldBe(0);
    }

    [Fact]
    public async Task A_challenger_is_recorded_beside_the_champion_and_never_acted_upon()
    {
        await using var desk = await Desk.OpenAsync(Policies.WithShadow);
        desk.Model.Does = (model, ticket, _) => Task.FromResult(ScriptedModel.Says(
            model == "one" ? ScriptedModel.AnswerTo("") : ScriptedModel.Assessment("forged invoice", "child_safety", "critical", "escalate_urgent")));
        var conversation = await desk.ReceiveAsync(Fraud);

        await desk.WorkAsync();

        var entry = await desk.EntryAsync(conversation);
        (entry.Decision.Judgement.Verdict, entry.Decision.Judgement.ModelAsked).ShouldBe((Verdict.None, "scripted/one"));
        (entry.Shadow!.Verdict, entry.Shadow.ModelAsked).ShouldBe((Verdict.EscalateUrgent, "scripted/two"));
        desk.Front.Writes.ShouldBeEmpty();
        desk.Pages.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_challenger_is_asked_whatever_the_clock_of_the_machine_that_took_the_webhook(int minutesAhead)
    {
        await using var desk = await Desk.OpenAsync(Policies.WithShadow, configure: services => services.AddSingleton<IInbox>(provider => new SqliteInbox(
            provider.GetRequiredKeyedService<SqliteDatabase>("inbox"),
            new ShiftedTime(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMinutes(minutesAhead)))));
        var conversation = await desk.ReceiveAsync(Fraud);

        await desk.WorkAsync();

        (await desk.EntryAsync(conversation)).Shadow.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_challenger_that_is_down_delays_nothing_and_is_recorded_as_failed()
    {
        await using var desk = await Desk.OpenAsync(Policies.WithShadow);
        desk.Model.Does = (model, ticket, _) => model == "one"
            ? Task.FromResult(ScriptedModel.Says(ScriptedModel.AnswerTo(ticket)))
            : throw new ScriptedFault(new ProviderFault(ProviderFaultKind.Transient, "down"));
        var conversation = await desk.ReceiveAsync(Fraud);

        await desk.WorkAsync();

        desk.Now(conversation).Comments.ShouldHaveSingleItem();
        (await desk.EntryAsync(conversation)).Shadow!.Outcome.ShouldBe(JudgementOutcome.Failed);
        (await desk.Inbox.CountAsync()).Later.ShouldBe(0);
    }

    [Fact]
    public async Task Turning_a_policy_live_does_not_carry_out_what_a_dry_run_decided()
    {
        await using var desk = await Desk.OpenAsync(Policies.DryRun);
        var conversation = await desk.ReceiveAsync(Fraud);
        await desk.WorkAsync();
        await File.WriteAllTextAsync(desk.Options.Policy, Policies.Live);

        await desk.RestartAsync();
        await desk.DeliverAsync(desk.Front.Company.Add(conversation.Id, new FrontStub.StubMessage("Hello? The forged invoice!"))!);
        await desk.WorkAsync();
        var fresh = await desk.ReceiveAsync(Fraud);
        await desk.WorkAsync();

        desk.Now(conversation).Tags.ShouldBeEmpty();
        desk.Now(fresh).Tags.ShouldBe(["tag_escalated"]);
    }
}
