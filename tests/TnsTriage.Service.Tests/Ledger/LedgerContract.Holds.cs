using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Tests.Ledger;

/// <summary>What every ledger must do about who may work on a conversation.</summary>
public abstract partial class LedgerContract
{
    private static readonly ConversationId Four = new("cnv_4");

    [LaneFact]
    public async Task A_conversation_that_is_held_is_nobody_elses()
    {
        await HoldAsync(One);

        await ShouldBeHeldAsync(One);
        await HoldAsync(Two);
    }

    [LaneFact]
    public async Task Of_many_who_want_a_conversation_at_once_one_gets_it()
    {
        var holds = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Ledger.TryHoldAsync(One, [], Minute))));

        holds.Count(hold => hold is not null).ShouldBe(1);
    }

    [LaneTheory]
    [InlineData("cnv_1", "cnv_2")]
    [InlineData("cnv_1", "cnv_3")]
    [InlineData("cnv_2", "cnv_1")]
    [InlineData("cnv_2", "cnv_3")]
    [InlineData("cnv_3", "cnv_1")]
    [InlineData("cnv_3", "cnv_2")]
    public async Task What_was_merged_is_held_as_one_by_whichever_name(string held, string wanted)
    {
        await MergeAsync(One, Two);
        await MergeAsync(Two, Three);

        var hold = await HoldAsync(new ConversationId(held));

        await ShouldBeHeldAsync(new ConversationId(wanted));
        await HoldAsync(Four);
        await Ledger.ReleaseAsync(hold);
        await HoldAsync(new ConversationId(wanted));
    }

    [LaneFact]
    public async Task What_an_event_says_was_merged_is_held_with_it_and_noted()
    {
        await MergeAsync(One, Two);
        await Ledger.TryRecordAsync(await HoldAsync(Three, Two, Four), DecisionOn(Three), []);

        foreach (var same in new[] { One, Two, Four })
        {
            await ShouldBeHeldAsync(same);
            (await Ledger.FindAsync(same)).ShouldNotBeNull().Decision.Conversation.ShouldBe(Three);
        }
    }

    [LaneTheory]
    [InlineData("cnv_1")]
    [InlineData("cnv_2")]
    [InlineData("cnv_3")]
    public async Task A_hold_is_had_in_whole_or_not_at_all_and_then_no_merge_is_noted(string held)
    {
        await MergeAsync(One, Two);
        var other = await HoldAsync(new ConversationId(held));

        (await Ledger.TryHoldAsync(Three, [Four, Two], Minute)).ShouldBeNull();

        await Ledger.ReleaseAsync(other);
        await RecordAsync(DecisionOn(Two), []);
        (await Ledger.FindAsync(Three)).ShouldBeNull();
        await HoldAsync(Three);
        await HoldAsync(Four);
        await HoldAsync(Two);
    }

    [LaneFact]
    public async Task A_hold_ends_when_it_is_not_renewed()
    {
        await HoldAsync(One, Two);

        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        await ShouldBeHeldAsync(One);
        Time.Advance(TimeSpan.FromSeconds(1));

        (await HoldAsync(Two)).Conversation.ShouldBe(Two);
        await ShouldBeHeldAsync(One);
    }

    [LaneFact]
    public async Task A_hold_that_is_renewed_lasts_from_then_on_with_all_it_covers()
    {
        var hold = await HoldAsync(One, Two);
        (await Ledger.TryExtendAsync(hold, Three)).ShouldBeTrue();
        Time.Advance(Minute / 2);

        (await Ledger.RenewAsync(hold, Minute)).ShouldBeTrue();

        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        await ShouldBeHeldAsync(One);
        await ShouldBeHeldAsync(Two);
        await ShouldBeHeldAsync(Three);
        Time.Advance(TimeSpan.FromSeconds(1));
        (await Ledger.RenewAsync(hold, Minute)).ShouldBeFalse();
        await HoldAsync(Three);
    }

    [LaneFact]
    public async Task What_is_released_is_free_at_once_and_releasing_twice_takes_nothing_from_anybody()
    {
        var first = await HoldAsync(One);
        await Ledger.ReleaseAsync(first);
        var second = await HoldAsync(One);
        second.Token.ShouldNotBe(first.Token);

        await Ledger.ReleaseAsync(first);

        await ShouldBeHeldAsync(One);
        (await Ledger.RenewAsync(first, Minute)).ShouldBeFalse();
        (await Ledger.RenewAsync(second, Minute)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task A_hold_takes_in_what_its_conversation_was_merged_into_and_what_was_decided_there()
    {
        await MergeAsync(Three, Two);
        await RecordAsync(DecisionOn(Three), Steps);
        var hold = await HoldAsync(One);

        (await Ledger.TryExtendAsync(hold, Two)).ShouldBeTrue();
        (await Ledger.TryExtendAsync(hold, Two)).ShouldBeTrue();

        await ShouldBeHeldAsync(Two);
        await ShouldBeHeldAsync(Three);
        (await Ledger.FindAsync(One)).ShouldNotBeNull().Decision.Conversation.ShouldBe(Three);
        (await Ledger.TryRecordAsync(hold, DecisionOn(One), [])).ShouldBeFalse();
        Time.Advance(Minute);
        await HoldAsync(Two);
    }

    [LaneFact]
    public async Task A_hold_follows_a_chain_of_merges_as_it_finds_out()
    {
        var hold = await HoldAsync(One);

        (await Ledger.TryExtendAsync(hold, Two)).ShouldBeTrue();
        (await Ledger.TryExtendAsync(hold, Three)).ShouldBeTrue();

        await Ledger.TryRecordAsync(hold, DecisionOn(Three), []);
        (await Ledger.FindAsync(Two)).ShouldNotBeNull().Decision.Conversation.ShouldBe(Three);
        await ShouldBeHeldAsync(Two);
        await Ledger.ReleaseAsync(hold);
        await HoldAsync(Two);
    }

    [LaneTheory]
    [InlineData("cnv_2")]
    [InlineData("cnv_3")]
    public async Task A_hold_takes_in_nothing_while_somebody_else_has_some_of_it(string held)
    {
        await MergeAsync(Three, Two);
        var other = await HoldAsync(new ConversationId(held));
        var hold = await HoldAsync(One);

        (await Ledger.TryExtendAsync(hold, Two)).ShouldBeFalse();

        await Ledger.TryRecordAsync(other, DecisionOn(Two), []);
        (await Ledger.FindAsync(One)).ShouldBeNull();
        await Ledger.ReleaseAsync(other);
        (await Ledger.TryExtendAsync(hold, Two)).ShouldBeTrue();
    }

    [LaneTheory]
    [InlineData("expired")]
    [InlineData("taken by somebody else")]
    [InlineData("released")]
    [InlineData("taken with what it was merged into")]
    public async Task Whose_hold_has_ended_can_write_nothing(string how)
    {
        var decision = DecisionOn(One);
        var lost = await HoldAsync(One);
        await Ledger.TryRecordAsync(lost, decision, Steps);
        if (how == "released")
        {
            await Ledger.ReleaseAsync(lost);
        }
        else
        {
            Time.Advance(Minute);
        }

        var held = how switch
        {
            "taken by somebody else" => await HoldAsync(One),
            "taken with what it was merged into" => await HoldAsync(Two, One),
            _ => null,
        };

        (await Ledger.RenewAsync(lost, Minute)).ShouldBeFalse();
        foreach (var write in new Func<Task>[]
        {
            () => Ledger.TryExtendAsync(lost, Three),
            () => Ledger.TryRecordAsync(lost, DecisionOn(One), []),
            () => Ledger.MarkDoneAsync(lost, decision.Id, 0),
            () => Ledger.MarkFailedAsync(lost, decision.Id, 1, "too late"),
            () => Ledger.RecordShadowAsync(lost, decision.Id, decision.Judgement),
        })
        {
            (await Should.ThrowAsync<HoldLostException>(write)).Message.ShouldContain("cnv_1");
        }

        var entry = (await Ledger.FindAsync(One)).ShouldNotBeNull();
        entry.Shadow.ShouldBeNull();
        entry.Steps.ShouldAllBe(step => step.DoneAt == null && step.Failure == null);
        (await Ledger.FindAsync(Three)).ShouldBeNull();
        await HoldAsync(Three);
        if (held is not null)
        {
            await Ledger.MarkDoneAsync(held, decision.Id, 0);
            (await Ledger.FindAsync(One)).ShouldNotBeNull().Steps[0].DoneAt.ShouldNotBeNull();
        }
    }

    [LaneFact]
    public async Task A_decision_is_refused_to_whose_hold_has_ended_though_nobody_decided()
    {
        var lost = await HoldAsync(One);
        Time.Advance(Minute);

        await Should.ThrowAsync<HoldLostException>(() => Ledger.TryRecordAsync(lost, DecisionOn(One), Steps));

        (await Ledger.FindAsync(One)).ShouldBeNull();
    }

    [LaneFact]
    public async Task A_hold_outlives_the_process_that_took_it()
    {
        var hold = await HoldAsync(One);

        Ledger = await OpenAsync();

        await ShouldBeHeldAsync(One);
        await Ledger.TryRecordAsync(hold, DecisionOn(One), [new PlannedStep.Page()]);
        Time.Advance(Minute);
        await HoldAsync(One);
    }

    [LaneFact]
    public async Task A_purge_takes_no_hold_from_anybody()
    {
        var hold = await HoldAsync(One);
        await HoldAsync(Two);
        Time.Advance(Minute / 2);
        await Ledger.RenewAsync(hold, Minute);
        Time.Advance(Minute / 2);

        await Ledger.PurgeAsync(Time.GetUtcNow());

        await ShouldBeHeldAsync(One);
        (await Ledger.RenewAsync(hold, Minute)).ShouldBeTrue();
    }

    private async Task ShouldBeHeldAsync(ConversationId conversation) => (await Ledger.TryHoldAsync(conversation, [], Minute)).ShouldBeNull(conversation.Value);
}
