namespace TnsEval.Statistics;

/// <summary>What two runs made of the same cases: an event (a miss, say, or a false alarm) in both, in one, or in neither.</summary>
public readonly record struct PairedCounts
{
    /// <param name="both">Cases with the event in both runs.</param>
    /// <param name="firstOnly">Cases with it in the first alone.</param>
    /// <param name="secondOnly">Cases with it in the second alone.</param>
    /// <param name="neither">Cases without it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    public PairedCounts(int both, int firstOnly, int secondOnly, int neither)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(both);
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(neither);
        (Both, FirstOnly, SecondOnly, Neither) = (both, firstOnly, secondOnly, neither);
    }

    /// <summary>Cases with the event in both runs.</summary>
    public int Both { get; }

    /// <summary>Cases with it in the first alone.</summary>
    public int FirstOnly { get; }

    /// <summary>Cases with it in the second alone.</summary>
    public int SecondOnly { get; }

    /// <summary>Cases without it.</summary>
    public int Neither { get; }

    /// <summary>All cases.</summary>
    public int Trials => Both + FirstOnly + SecondOnly + Neither;

    /// <summary>Cases that tell the runs apart.</summary>
    public int Discordant => FirstOnly + SecondOnly;

    /// <summary>The event's rate in the first run.</summary>
    public Rate First => new(Both + FirstOnly, Trials);

    /// <summary>The event's rate in the second run.</summary>
    public Rate Second => new(Both + SecondOnly, Trials);

    /// <summary>First minus second, a fraction in [-1, 1]; null without cases.</summary>
    public double? Difference => Trials == 0 ? null : (double)(FirstOnly - SecondOnly) / Trials;

    /// <summary>The same with the runs changed about.</summary>
    public PairedCounts Swapped => new(Both, SecondOnly, FirstOnly, Neither);
}
