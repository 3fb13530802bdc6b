using TnsEval.Comparing;
using TnsEval.Statistics;

namespace TnsEval.Tests.Comparing;

public sealed class PairedDifferenceTests
{
    /// <summary>Fagerland, Lydersen and Laake (2013): 1 against 7 of 21.</summary>
    [Fact]
    public void A_difference_is_candidate_minus_base()
    {
        var difference = new PairedDifference(new PairedCounts(both: 1, firstOnly: 1, secondOnly: 7, neither: 12));

        (difference.Base, difference.Candidate, difference.OnlyBase, difference.OnlyCandidate).ShouldBe((new Rate(8, 21), new Rate(2, 21), 7, 1));
        difference.Difference!.Value.ShouldBe(-6 / 21.0, 1e-12);
        difference.MidP.ShouldBe(0.0391, 0.00005);
        (difference.IsShown, difference.TicketsToShow).ShouldBe((true, null));
    }

    [Fact]
    public void What_is_not_shown_says_how_many_tickets_would_show_it_and_what_these_would()
    {
        var difference = new PairedDifference(new PairedCounts(both: 80, firstOnly: 12, secondOnly: 8, neither: 100));

        difference.IsShown.ShouldBeFalse();
        difference.TicketsToShow.ShouldBe(SampleSize.ForMcNemar(0.1, 0.02));
        difference.ChanceToShow.ShouldBe(McNemar.Power(200, 0.06, 0.04));
        SampleSize.ForMcNemar(0.1, difference.SmallestToShow!.Value).ShouldBe(200);
    }

    [Fact]
    public void No_number_of_tickets_would_show_a_difference_that_is_not_seen()
    {
        new PairedDifference(new PairedCounts(80, 10, 10, 100)).TicketsToShow.ShouldBeNull();
        new PairedDifference(new PairedCounts(80, 0, 0, 100)).SmallestToShow.ShouldBeNull();
        new PairedDifference(new PairedCounts(2, 1, 0, 2)).SmallestToShow.ShouldBeNull();   // one ticket of five proves nothing whatever it does
    }

    [Fact]
    public void Without_tickets_there_is_nothing_to_say()
    {
        var difference = new PairedDifference(default);

        (difference.Difference, difference.Interval, difference.MidP, difference.TicketsToShow, difference.SmallestToShow).ShouldBe((null, null, 1, null, null));
    }
}
