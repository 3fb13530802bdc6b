using FsCheck;
using FsCheck.Fluent;
using TnsEval.Comparing;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Comparing;

public sealed class RunDifferenceTests
{
    private static readonly CaseRecord[] Before =
    [
        A.Benign("t-1").Assessed(Verdict.Escalate), A.Benign("t-2").Assessed(Verdict.None), A.Escalate("t-3").Assessed(Verdict.Review), A.Escalate("t-4").Assessed(Verdict.Escalate),
    ];

    private static readonly CaseRecord[] After =
    [
        A.Benign("t-1").Assessed(Verdict.None), A.Benign("t-2").Assessed(Verdict.None), A.Escalate("t-3").Assessed(Verdict.Escalate), A.Escalate("t-4").Refused(),
    ];

    [Fact]
    public void Each_side_is_compared_on_its_own_and_flips_carry_both_answers()
    {
        var difference = Compare(Before, After);

        Ids(difference.Fixed).ShouldBe(["t-3", "t-1"]);   // the gravest label first
        var broken = difference.Broken.ShouldHaveSingleItem();
        (broken.Id.Value, broken.Base.Verdict, broken.Base.Rationale, broken.Candidate.Outcome, broken.Candidate.Rationale)
            .ShouldBe(("t-4", Verdict.Escalate, "because", OutcomeKind.Refused, null));
        (difference.FalseAlarms.Base, difference.FalseAlarms.Candidate, difference.FalseAlarms.Difference).ShouldBe((new Rate(1, 2), new Rate(0, 2), -0.5));
        (difference.Misses.Base, difference.Misses.Candidate, difference.Misses.OnlyBase, difference.Misses.OnlyCandidate).ShouldBe((new Rate(1, 2), new Rate(1, 2), 1, 1));
        (difference.Errors.Base, difference.Errors.Candidate).ShouldBe((new Rate(2, 4), new Rate(1, 4)));
    }

    [Fact]
    public void Ticket_that_the_policy_leaves_out_of_one_run_is_out_of_both()
    {
        var difference = Compare(Before, After, InvalidPolicy.Exclude);

        difference.Uncounted.ShouldBe(1);
        difference.Broken.ShouldBeEmpty();
        difference.Misses.Tickets.ShouldBe(1);
    }

    [Fact]
    public void Ticket_counts_as_what_most_of_its_repeats_were_and_a_tie_as_wrong()
    {
        var right = A.Benign().Assessed(Verdict.None);
        var wrong = A.Benign().Assessed(Verdict.Escalate);

        Wrong(right, right with { Repeat = 1 }, wrong with { Repeat = 2 }).ShouldBe(0);
        Wrong(right, wrong with { Repeat = 1 }).ShouldBe(1);
        Wrong(wrong with { Repeat = 2 }, right, wrong with { Repeat = 1 }).ShouldBe(1);

        static int Wrong(params CaseRecord[] repeats) => Compare(repeats, repeats).FalseAlarms.Candidate.Events;
    }

    [Fact]
    public void Repeat_that_is_no_answer_has_no_vote_where_the_policy_leaves_it_out()
    {
        CaseRecord[] repeats = [A.Benign().Assessed(Verdict.None), A.Benign().Refused() with { Repeat = 1 }];

        Compare(repeats, repeats, InvalidPolicy.Exclude).FalseAlarms.Candidate.ShouldBe(new Rate(0, 1));
        Compare(repeats, repeats, InvalidPolicy.AsWrong).FalseAlarms.Candidate.ShouldBe(new Rate(1, 1));
    }

    [Fact]
    public void Flip_shows_the_first_answer_that_came_out_as_most_did()
    {
        CaseRecord[] before = [A.Benign().Assessed(Verdict.None)];
        CaseRecord[] after = [A.Benign().Assessed(Verdict.EscalateUrgent) with { Repeat = 2 }, A.Benign().Assessed(Verdict.Escalate) with { Repeat = 1 }, A.Benign().Assessed(Verdict.None)];

        Compare(before, after).Broken.ShouldHaveSingleItem().Candidate.Verdict.ShouldBe(Verdict.Escalate);
    }

    [Fact]
    public void Repeats_that_differ_count_by_their_share_in_the_difference_by_groups()
    {
        CaseRecord[] before = [.. Enumerable.Range(0, 3).SelectMany(ticket => Enumerable.Range(0, 2).Select(repeat => A.Benign($"t-{ticket}").Assessed(Verdict.None) with { Repeat = repeat }))];
        CaseRecord[] after = [.. before[1..], A.Benign("t-0").Assessed(Verdict.Escalate)];

        Compare(before, after).FalseAlarms.Clustered!.Value!.Value.ShouldBe(0.5 / 3, 1e-12);
    }

    [Fact]
    public void Pair_is_right_only_with_both_twins_and_twins_are_one_group()
    {
        CaseRecord[] before = [A.Benign("t-1").PairedWith("t-2").Assessed(Verdict.Escalate), A.Escalate("t-2").PairedWith("t-1").Assessed(Verdict.Escalate), A.Benign("t-3").Assessed(Verdict.None)];
        CaseRecord[] after = [A.Benign("t-1").PairedWith("t-2").Assessed(Verdict.None), before[1], before[2]];

        var difference = Compare(before, after);

        (difference.PairsRight.Base, difference.PairsRight.Candidate).ShouldBe((new Rate(0, 1), new Rate(1, 1)));
        difference.Errors.Clustered!.Clusters.ShouldBe(2);
        difference.FalseAlarms.Clustered.ShouldBeNull();   // nothing on this side belongs together
    }

    [Fact]
    public void Ticket_with_another_label_now_is_left_out_and_said_so()
    {
        var difference = Compare([A.Benign().Assessed(Verdict.Escalate)], [A.Escalate().Assessed(Verdict.Escalate)]);

        (difference.Common, difference.Relabelled, difference.Errors.Tickets).ShouldBe((1, 1, 0));
        difference.Fixed.ShouldBeEmpty();
    }

    [Fact]
    public void Only_tickets_of_both_runs_are_compared()
    {
        var difference = Compare(Before, [.. After[1..], A.Benign("t-9").Assessed(Verdict.Escalate)]);

        (difference.Common, difference.OnlyInBase, difference.OnlyInCandidate).ShouldBe((3, 1, 1));
        Ids(difference.Fixed).ShouldBe(["t-3"]);
    }

    [Fact]
    public void Parts_carry_p_values_adjusted_for_the_number_of_parts()
    {
        CaseRecord[] before = [.. Tickets("payment_fraud", HarmCategory.PaymentFraud, Verdict.Escalate), .. Tickets("self_harm", HarmCategory.SelfHarm, Verdict.Escalate)];
        CaseRecord[] after = [.. Tickets("payment_fraud", HarmCategory.PaymentFraud, Verdict.None), .. Tickets("self_harm", HarmCategory.SelfHarm, Verdict.Escalate)];

        var slices = Compare(before, after).Slices;

        slices.Select(slice => (slice.Kind, slice.Name, slice.AdjustedP)).ShouldBe([(SliceKind.Category, "payment_fraud", 2 * McNemar.MidP(0, 8)), (SliceKind.Category, "self_harm", 1)]);

        static IEnumerable<CaseRecord> Tickets(string name, HarmCategory category, Verdict verdict) =>
            Enumerable.Range(0, 8).Select(ticket => A.Escalate($"t-{name}-{ticket}").Rated(Severity.High, category).Assessed(verdict));
    }

    [Fact]
    public void Run_compared_with_itself_has_no_flip_no_difference_and_a_p_of_1() => Prop.ForAll(AnyRun, Policies, (run, policy) =>
    {
        var difference = Compare(run, run, policy);
        return difference is { Fixed.Count: 0, Broken.Count: 0, OnlyInBase: 0, OnlyInCandidate: 0, Misses.MidP: 1, FalseAlarms.MidP: 1, PairsRight.MidP: 1 }
            && difference.Errors.Difference is null or 0
            && difference.Agreement is null or { Observed: > 1 - 1e-12 }
            && difference.Slices.All(slice => slice.AdjustedP == 1);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Runs_that_change_places_change_fixed_for_broken_and_the_sign_of_every_difference() => Prop.ForAll(AnyRun, AnyRun, Policies, (one, other, policy) =>
    {
        var (there, back) = (Compare(one, other, policy), Compare(other, one, policy));
        return Ids(there.Fixed).SequenceEqual(Ids(back.Broken))
            && Ids(there.Broken).SequenceEqual(Ids(back.Fixed))
            && Mirror(there.Misses, back.Misses) && Mirror(there.FalseAlarms, back.FalseAlarms) && Mirror(there.Errors, back.Errors) && Mirror(there.PairsRight, back.PairsRight);

        static bool Mirror(PairedDifference one, PairedDifference other) =>
            (one.Tickets, one.MidP, one.OnlyBase) == (other.Tickets, other.MidP, other.OnlyCandidate)
            && one.Difference == -other.Difference
            && Math.Abs((one.Interval?.Low + other.Interval?.High) ?? 0) < 1e-9
            && one.TicketsToShow == other.TicketsToShow;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Order_of_the_journals_does_not_matter() => Prop.ForAll(AnyRun, AnyRun, (one, other) =>
    {
        var (straight, reversed) = (Compare(one, other), Compare([.. one.Reverse()], [.. other.Reverse()]));
        return Ids(straight.Fixed).SequenceEqual(Ids(reversed.Fixed)) && straight.Slices.Select(slice => (slice.Name, slice.AdjustedP)).SequenceEqual(reversed.Slices.Select(slice => (slice.Name, slice.AdjustedP)));
    }).Check(Config.QuickThrowOnFailure);

    private static RunDifference Compare(CaseRecord[] before, CaseRecord[] after, InvalidPolicy policy = InvalidPolicy.AsWrong) => RunDifference.Of(before, after, policy);

    private static IEnumerable<string> Ids(IEnumerable<FlippedTicket> tickets) => tickets.Select(flipped => flipped.Id.Value);

    private static Arbitrary<InvalidPolicy> Policies => Gen.Elements(Enum.GetValues<InvalidPolicy>()).ToArbitrary();

    /// <summary>Runs over up to twelve tickets, every second an escalate one and its neighbour's twin; each asked twice, some without an answer.</summary>
    private static Arbitrary<CaseRecord[]> AnyRun =>
        (from tickets in Gen.Choose(0, 12)
         from answers in Gen.Choose(0, 4).ArrayOf(tickets * 2)
         select answers.Select((answer, index) => Record(index / 2, answer) with { Repeat = index % 2 }).ToArray()).ToArbitrary();

    private static CaseRecord Record(int ticket, int answer)
    {
        var @case = (ticket % 2 == 0 ? A.Benign($"t-{ticket}") : A.Escalate($"t-{ticket}")).PairedWith($"t-{ticket ^ 1}");
        return answer == 4 ? @case.Refused() : @case.Assessed((Verdict)answer);
    }
}
