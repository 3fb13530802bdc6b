using TnsEval.EvalSets;
using TnsEval.Statistics;

namespace TnsEval.Runs;

/// <summary>
/// How much a run's rates can tell, before it is made: their Wilson intervals, were the rates <see cref="Rate"/>. Repeats of a case are no further cases.
/// </summary>
/// <param name="Misses">Of the miss rate; null without escalate tickets.</param>
/// <param name="FalseAlarms">Of the false-alarm rate; null without benign tickets.</param>
public sealed record ExpectedIntervals(ExpectedInterval? Misses, ExpectedInterval? FalseAlarms)
{
    /// <summary>The rate that is supposed, as a fraction.</summary>
    public static double Rate => 0.1;

    /// <summary>Half the width that <see cref="ForHalfWidth"/> is of, as a fraction.</summary>
    public static double HalfWidth => 0.02;

    /// <summary>Tickets of one label that bring its rate's interval to within <see cref="HalfWidth"/> to either side.</summary>
    public static long ForHalfWidth { get; } = SampleSize.ForHalfWidth(Rate, HalfWidth);

    /// <summary>Of the cases of a run.</summary>
    public static ExpectedIntervals Of(IReadOnlyCollection<EvalCase> cases)
    {
        var escalate = cases.Count(@case => @case.Label.IsEscalate);
        return new ExpectedIntervals(ExpectedInterval.Of(escalate), ExpectedInterval.Of(cases.Count - escalate));
    }
}

/// <summary>The interval of a rate that so many tickets would give.</summary>
/// <param name="Tickets">The tickets.</param>
/// <param name="Low">Lower end of the 95 % interval, as a fraction.</param>
/// <param name="High">Upper end.</param>
public sealed record ExpectedInterval(int Tickets, double Low, double High)
{
    internal static ExpectedInterval? Of(int tickets)
    {
        if (tickets == 0)
        {
            return null;
        }

        var interval = Wilson.Interval(new Rate(tickets, 10 * tickets, repeats: 10));   // exactly a tenth of them, whole or not
        return new ExpectedInterval(tickets, SixDecimals.Round(interval.Low), SixDecimals.Round(interval.High));
    }
}
