using TnsEval.Testing;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Tests.Ledger;

/// <summary>What every ledger must do. An implementation inherits these tests and says how to open one.</summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ConversationId One = new("cnv_1");
    private static readonly ConversationId Two = new("cnv_2");
    private static readonly ConversationId Three = new("cnv_3");

    private static readonly IReadOnlyList<PlannedStep> Steps =
    [
        new PlannedStep.Page(),
        new PlannedStep.Tag([new TagId("tag_1"), new TagId("tag_2")]),
        new PlannedStep.Move(new InboxId("inb_1"), new TeammateId("tea_1")),
        new PlannedStep.Link(new Uri("https://cases.example.org/1")),
        new PlannedStep.Comment("Look at this, @dana"),
    ];

    private protected ManualTimeProvider Time { get; } = new();

    private protected ILedger Ledger { get; private set; } = null!;

    public async Task InitializeAsync() => Ledger = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>Opens the test's ledger: empty the first time; after that as another process would find it.</summary>
    private protected abstract Task<ILedger> OpenAsync();

    [LaneFact]
    public async Task A_decision_is_read_back_as_it_was_written()
    {
        var decision = DecisionOn(One);

        (await RecordAsync(decision, Steps)).ShouldBeTrue();

        Ledger = await OpenAsync();
        var entry = (await Ledger.FindAsync(One)).ShouldNotBeNull();
        entry.Decision.ShouldBe(decision with { Judgement = entry.Decision.Judgement });   // lists compare by reference
        entry.Decision.Judgement.ShouldBe(decision.Judgement with { Categories = entry.Decision.Judgement.Categories });
        entry.Decision.Judgement.Categories.ShouldBe(decision.Judgement.Categories);
        entry.Shadow.ShouldBeNull();
        entry.Steps.Select(step => step.Number).ShouldBe([0, 1, 2, 3, 4]);
        entry.Steps.ShouldAllBe(step => step.DoneAt == null && step.Failure == null);
        ((PlannedStep.Tag)entry.Steps[1].Step).Tags.ShouldBe([new TagId("tag_1"), new TagId("tag_2")]);
        entry.Steps.Where(step => step.Step is not PlannedStep.Tag).Select(step => step.Step).ShouldBe(Steps.Where(step => step is not PlannedStep.Tag));
    }

    [LaneFact]
    public async Task A_decision_without_an_answer_keeps_its_reason_and_invents_nothing()
    {
        var judgement = new Judgement
        {
            Outcome = JudgementOutcome.Refused,
            Reason = "the model refused",
            Verdict = Verdict.Review,
            Prompt = "v6",
            PromptHash = "hash",
            ModelAsked = "openai/gpt-4.1-mini",
        };

        await RecordAsync(DecisionOn(One) with { Message = null, TicketHash = null, Judgement = judgement }, []);

        var entry = (await Ledger.FindAsync(One)).ShouldNotBeNull();
        entry.Decision.Judgement.ShouldBe(judgement with { Categories = entry.Decision.Judgement.Categories });
        entry.Decision.Judgement.Categories.ShouldBeEmpty();
        (entry.Decision.Message, entry.Decision.TicketHash).ShouldBe((null, null));
    }

    [LaneFact]
    public async Task A_conversation_is_decided_on_once()
    {
        await RecordAsync(DecisionOn(One), Steps);

        (await RecordAsync(DecisionOn(One) with { PolicyHash = "another" }, [])).ShouldBeFalse();

        var entry = (await Ledger.FindAsync(One)).ShouldNotBeNull();
        (entry.Decision.PolicyHash, entry.Steps.Count).ShouldBe(("policy", 5));
    }

    [LaneFact]
    public async Task Of_many_who_decide_at_once_one_wins_and_the_rest_learn_of_it()
    {
        var hold = await HoldAsync(One);

        var recorded = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            Ledger.TryRecordAsync(hold, DecisionOn(One) with { PolicyHash = $"{number}" }, Steps))));

        recorded.Count(isRecorded => isRecorded).ShouldBe(1);
    }

    [LaneFact]
    public async Task A_step_done_stays_done_and_its_text_is_erased()
    {
        var decision = DecisionOn(One);
        var hold = await HoldAsync(One);
        await Ledger.TryRecordAsync(hold, decision, Steps);
        var doneAt = Time.GetUtcNow();

        await Ledger.MarkDoneAsync(hold, decision.Id, 4);
        Time.Advance(Minute / 2);
        await Ledger.MarkDoneAsync(hold, decision.Id, 4);
        await Ledger.MarkFailedAsync(hold, decision.Id, 4, "too late");

        var step = (await Ledger.FindAsync(One)).ShouldNotBeNull().Steps[4];
        (step.DoneAt, step.Failure).ShouldBe((doneAt, null));
        step.Step.ShouldBe(new PlannedStep.Comment(""));
    }

    [LaneFact]
    public async Task A_step_that_failed_tells_why_until_it_is_done()
    {
        var decision = DecisionOn(One);
        var hold = await HoldAsync(One);
        await Ledger.TryRecordAsync(hold, decision, Steps);

        await Ledger.MarkFailedAsync(hold, decision.Id, 1, "Front refused it");
        (await Ledger.FindAsync(One)).ShouldNotBeNull().Steps[1].Failure.ShouldBe("Front refused it");
        await Ledger.MarkDoneAsync(hold, decision.Id, 1);

        (await Ledger.FindAsync(One)).ShouldNotBeNull().Steps[1].Failure.ShouldBeNull();
    }

    [LaneFact]
    public async Task A_challengers_judgement_stands_beside_the_decision_and_the_first_one_stays()
    {
        var decision = DecisionOn(One);
        var hold = await HoldAsync(One);
        await Ledger.TryRecordAsync(hold, decision, []);

        await Ledger.RecordShadowAsync(hold, decision.Id, decision.Judgement with { Verdict = Verdict.None, Prompt = "v7" });
        await Ledger.RecordShadowAsync(hold, decision.Id, decision.Judgement with { Verdict = Verdict.EscalateUrgent, Prompt = "v8" });

        var entry = (await Ledger.FindAsync(One)).ShouldNotBeNull();
        (entry.Shadow!.Verdict, entry.Shadow.Prompt, entry.Decision.Judgement.Verdict).ShouldBe((Verdict.None, "v7", Verdict.Escalate));
    }

    [LaneFact]
    public async Task What_was_decided_on_a_conversation_holds_for_the_one_it_was_merged_into()
    {
        await RecordAsync(DecisionOn(One), Steps);

        await MergeAsync(One, Two);

        (await Ledger.FindAsync(Two)).ShouldNotBeNull().Decision.Conversation.ShouldBe(One);
        (await RecordAsync(DecisionOn(Two), [])).ShouldBeFalse();
    }

    [LaneFact]
    public async Task A_conversation_that_was_merged_into_a_decided_one_is_decided()
    {
        await RecordAsync(DecisionOn(Two), Steps);

        await MergeAsync(One, Two);

        (await Ledger.FindAsync(One)).ShouldNotBeNull().Decision.Conversation.ShouldBe(Two);
    }

    [LaneTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Merges_of_merges_are_followed_in_whatever_order_they_are_told(bool inOrder)
    {
        await RecordAsync(DecisionOn(One), Steps);
        (ConversationId, ConversationId)[] merges = [(One, Two), (Two, Three)];

        foreach (var (merged, into) in inOrder ? merges : merges.Reverse())
        {
            await MergeAsync(merged, into);
            await MergeAsync(merged, into);
        }

        (await Ledger.FindAsync(Three)).ShouldNotBeNull().Decision.Conversation.ShouldBe(One);
    }

    [LaneFact]
    public async Task Merges_in_a_circle_end()
    {
        await MergeAsync(One, Two);

        await MergeAsync(Two, One);

        await RecordAsync(DecisionOn(One), []);
        (await Ledger.FindAsync(Two)).ShouldNotBeNull();
    }

    [LaneFact]
    public async Task When_both_were_decided_on_before_they_merged_each_keeps_its_own()
    {
        await RecordAsync(DecisionOn(One), []);
        await RecordAsync(DecisionOn(Two), []);

        await MergeAsync(One, Two);

        (await Ledger.FindAsync(One)).ShouldNotBeNull().Decision.Conversation.ShouldBe(One);
        (await Ledger.FindAsync(Two)).ShouldNotBeNull().Decision.Conversation.ShouldBe(Two);
    }

    [LaneFact]
    public async Task The_trail_of_a_conversation_holds_that_of_those_merged_into_it()
    {
        await Ledger.NoteAsync(One, "first");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Ledger.NoteAsync(Two, "second");
        await Ledger.NoteAsync(Three, "of another");

        await MergeAsync(One, Two);

        var trail = await Ledger.TrailAsync(Two);
        trail.Select(entry => entry.What).ShouldBe(["first", "second"]);
        trail[1].At.ShouldBe(Time.GetUtcNow());
    }

    [LaneFact]
    public async Task A_cursor_is_kept_and_never_goes_back()
    {
        var at = Time.GetUtcNow();
        (await Ledger.CursorAsync("walk")).ShouldBeNull();

        await Ledger.MoveCursorAsync("walk", at);
        await Ledger.MoveCursorAsync("walk", at - TimeSpan.FromHours(1));

        Ledger = await OpenAsync();
        (await Ledger.CursorAsync("walk")).ShouldBe(at);
        (await Ledger.CursorAsync("another")).ShouldBeNull();
    }

    [LaneFact]
    public async Task Decisions_are_counted_from_a_time_on_and_challengers_are_not()
    {
        await RecordAsync(DecisionOn(One), []);
        Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync(DecisionOn(Two), []);
        await RecordAsync(DecisionOn(Three) with { Judgement = DecisionOn(Three).Judgement with { Verdict = Verdict.None } }, []);
        await Ledger.RecordShadowAsync(await HoldAsync(Three), Decision.IdOf(Three), DecisionOn(Three).Judgement);

        (await Ledger.CountDecisionsAsync(Time.GetUtcNow())).ShouldBe(
            [new DecisionCount(JudgementOutcome.Assessed, Verdict.Escalate, 1), new DecisionCount(JudgementOutcome.Assessed, Verdict.None, 1)]);
        var (past, now, later) = (DateTimeOffset.UnixEpoch, Time.GetUtcNow(), Time.GetUtcNow().AddDays(1));
        (await Ledger.CountAlarmsAsync("hash", "openai/gpt-4.1-mini", now, later)).ShouldBe(new AlarmCount(Alarms: 1, Assessed: 2));
        (await Ledger.CountAlarmsAsync("hash", "openai/gpt-4.1-mini", past, now)).ShouldBe(new AlarmCount(Alarms: 1, Assessed: 1));
        (await Ledger.CountAlarmsAsync("hash", "openai/gpt-4.1-mini", past, later)).ShouldBe(new AlarmCount(Alarms: 2, Assessed: 3));
        (await Ledger.CountAlarmsAsync("another", "openai/gpt-4.1-mini", past, later)).ShouldBe(new AlarmCount(0, 0));
        (await Ledger.CountAlarmsAsync("hash", "another/model", past, later)).ShouldBe(new AlarmCount(0, 0));
    }

    [LaneFact]
    public async Task A_purge_deletes_what_is_older_with_all_that_hangs_on_it()
    {
        await RecordAsync(DecisionOn(One), Steps);
        await Ledger.NoteAsync(One, "noted");
        Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync(DecisionOn(Two), Steps);
        await Ledger.NoteAsync(Two, "noted");

        (await Ledger.PurgeAsync(Time.GetUtcNow())).ShouldBe(1);

        Ledger = await OpenAsync();
        (await Ledger.FindAsync(One)).ShouldBeNull();
        (await Ledger.TrailAsync(One)).ShouldBeEmpty();
        (await Ledger.FindAsync(Two)).ShouldNotBeNull().Steps.Count.ShouldBe(Steps.Count);
        (await Ledger.TrailAsync(Two)).ShouldHaveSingleItem();
        (await RecordAsync(DecisionOn(One), Steps)).ShouldBeTrue("nothing of it is left in the way");
    }

    private async Task<Hold> HoldAsync(ConversationId conversation, params IReadOnlyCollection<ConversationId> merged) =>
        (await Ledger.TryHoldAsync(conversation, merged, Minute)).ShouldNotBeNull();

    /// <summary>As a worker that has the conversation for just that long.</summary>
    private async Task<bool> RecordAsync(Decision decision, IReadOnlyList<PlannedStep> steps)
    {
        var hold = await HoldAsync(decision.Conversation);
        var isRecorded = await Ledger.TryRecordAsync(hold, decision, steps);
        await Ledger.ReleaseAsync(hold);
        return isRecorded;
    }

    private async Task MergeAsync(ConversationId merged, ConversationId into) => await Ledger.ReleaseAsync(await HoldAsync(into, merged));

    private protected Decision DecisionOn(ConversationId conversation) => new()
    {
        Id = Decision.IdOf(conversation),
        Conversation = conversation,
        Message = new MessageId("msg_1"),
        ReceivedAt = Time.GetUtcNow(),
        DecidedAt = Time.GetUtcNow() + TimeSpan.FromSeconds(2),
        IsDryRun = true,
        PolicyHash = "policy",
        TicketHash = "ticket",
        Judgement = new Judgement
        {
            Outcome = JudgementOutcome.Assessed,
            Verdict = Verdict.Escalate,
            Severity = Severity.High,
            Categories = [new CategoryFinding(HarmCategory.PaymentFraud, Severity.High), new CategoryFinding(HarmCategory.ChildSafety, Severity.Low)],
            Prompt = "v6",
            PromptHash = "hash",
            ModelAsked = "openai/gpt-4.1-mini",
            ModelReturned = "gpt-4.1-mini-2025-04-14",
            Latency = TimeSpan.FromMilliseconds(1234),
            Calls = 2,
            Usage = new TokenUsage(4000, 200),
        },
    };
}
