using System.Globalization;
using TnsEval.Statistics;
using TnsTriage;

namespace TnsEval.Reports;

/// <summary>Numbers as reports write them: a rate keeps its counts, an absent one is a dash, and a dash says nothing else.</summary>
internal static class Figures
{
    public const string Absent = "–";

    /// <summary>Below this many cases a rate is greyed: half its interval is 20 points or more wide in the middle of the range.</summary>
    public const int TooFew = 20;

    public static Figure Count(int count) => new(count.ToString("N0", CultureInfo.InvariantCulture));

    public static Figure Counts(Rate rate) => new(rate.Trials == 0 ? Absent : string.Create(CultureInfo.InvariantCulture, $"{rate.Events:N0}/{rate.Trials:N0}"));

    public static Figure Percent(double? share) => new(share is { } value ? $"{Hundredfold(value)} %" : Absent);

    /// <summary>A share of production's tickets, which can be small.</summary>
    public static Figure BaseRate(double share) => new(string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.###} %"));

    /// <summary>Bounds in per cent, such as <c>29.1–39.2</c>.</summary>
    public static Figure Between(Interval? interval) => new(interval is { } bounds ? $"{Hundredfold(bounds.Low)}–{Hundredfold(bounds.High)}" : Absent);

    public static Figure Between(Rate rate) => Between(rate.Trials == 0 ? null : Wilson.Interval(rate));

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static Figure Points(double? difference) => new(difference is { } value ? Signed(value) : Absent);

    /// <summary>Bounds of a difference in percentage points, such as <c>−4.1 to +1.0</c>.</summary>
    public static Figure PointsBetween(Interval? interval) => new(interval is { } bounds ? $"{Signed(bounds.Low)} to {Signed(bounds.High)}" : Absent);

    public static Figure Decimals(double? number, string format) => new(number?.ToString(format, CultureInfo.InvariantCulture) ?? Absent);

    /// <summary>A chance under no difference.</summary>
    public static Figure P(double p) => new(Chance.Number(p));

    /// <summary>An enum's name on the wire, as words.</summary>
    public static Figure Words<TEnum>(TEnum value)
        where TEnum : struct, Enum => new(WireName<TEnum>.Of(value).Replace('_', ' '));

    private static string Hundredfold(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Signed(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
}

/// <summary>Text that this code made out of numbers and its own words: nothing in it came from a ticket, a model or a file.</summary>
internal readonly record struct Figure(string Text)
{
    public override string ToString() => Text;
}
