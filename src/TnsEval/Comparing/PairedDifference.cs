using System.Text.Json.Serialization;
using TnsEval.Statistics;

namespace TnsEval.Comparing;

/// <summary>How often something happened in two runs of the same tickets, and what can be said of the difference: candidate minus base throughout.</summary>
/// <param name="counts">First is the candidate, second the base.</param>
/// <param name="clustered">The difference by groups of tickets; null where no two tickets belong together.</param>
public sealed class PairedDifference(PairedCounts counts, ClusteredMean? clustered = null)
{
    /// <summary>A difference is shown when a chance of at most this would make one as large.</summary>
    public const double Alpha = 0.05;

    private const double Power = 0.8;

    /// <summary>Tickets that both runs count.</summary>
    public int Tickets => counts.Trials;

    /// <summary>In the base.</summary>
    public Rate Base => counts.Second;

    /// <summary>In the candidate.</summary>
    public Rate Candidate => counts.First;

    /// <summary>Tickets with it in the base alone.</summary>
    public int OnlyBase => counts.SecondOnly;

    /// <summary>Tickets with it in the candidate alone.</summary>
    public int OnlyCandidate => counts.FirstOnly;

    /// <summary>A fraction in [-1, 1]; null without tickets.</summary>
    public double? Difference => counts.Difference;

    /// <summary>Newcombe's 95 % interval; null without tickets.</summary>
    public Interval? Interval { get; } = Newcombe.Paired(counts);

    /// <summary>McNemar's mid-p: the p that counts.</summary>
    public double MidP { get; } = McNemar.MidP(counts.FirstOnly, counts.SecondOnly);

    /// <summary>McNemar's exact p.</summary>
    public double ExactP => McNemar.Exact(counts.FirstOnly, counts.SecondOnly);

    /// <summary>Tango's 95 % interval; null without tickets.</summary>
    public Interval? ScoreInterval => Tango.Interval(counts);

    /// <summary>The exact bootstrap; null without tickets.</summary>
    public ExactBootstrap? Bootstrap => ExactBootstrap.Of(counts);

    /// <summary>The natural logarithm of the evidence for a difference, which may be looked at as tickets are added.</summary>
    public double LogEvidence => EValue.LogPaired(counts.FirstOnly, counts.SecondOnly);

    /// <summary>The difference by groups of tickets; null where no two tickets belong together.</summary>
    public ClusteredMean? Clustered => clustered;

    /// <summary>Its 95 % interval.</summary>
    public Interval? ClusteredInterval => clustered?.Interval();

    /// <summary>Whether there is a difference, as far as this one test can say; of several tests read the adjusted p.</summary>
    [JsonIgnore]
    public bool IsShown => MidP <= Alpha;

    /// <summary>Tickets in all at which a true difference of this size would show four times in five; null when one shows, or none is seen.</summary>
    public long? TicketsToShow => !IsShown && Difference is { } difference && difference != 0
        ? SampleSize.ForMcNemar(DiscordantRate, difference, Alpha, Power)
        : null;

    /// <summary>The chance that as many tickets would show a true difference of this size; null with <see cref="TicketsToShow"/>.</summary>
    public double? ChanceToShow => TicketsToShow is null
        ? null
        : McNemar.Power(counts.Trials, (double)counts.FirstOnly / counts.Trials, (double)counts.SecondOnly / counts.Trials, Alpha);

    /// <summary>The difference that these tickets would show four times in five, were as many discordant; null when none would.</summary>
    public double? SmallestToShow => counts.Discordant == 0 || !WouldShow(DiscordantRate) ? null : Bisection.Boundary(DiscordantRate, 0, WouldShow);

    private double DiscordantRate => (double)counts.Discordant / counts.Trials;

    private bool WouldShow(double difference) => difference > 1e-6 && SampleSize.ForMcNemar(DiscordantRate, difference, Alpha, Power) <= counts.Trials;
}
