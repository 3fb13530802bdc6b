using System.Globalization;
using TnsEval.Scoring;

namespace TnsEval.Cli.Output;

/// <summary>What rewriting the tickets did to the answers, for people: a line a perturbation, and the fragile ones by name.</summary>
internal static class RobustnessText
{
    public static void Write(TextWriter output, IReadOnlyList<PerturbationScore> perturbations)
    {
        if (perturbations.Count == 0)
        {
            return;
        }

        var width = perturbations.Max(perturbation => perturbation.Name.Length);
        output.WriteLine("  robustness    answers that flipped when the ticket was rewritten");
        foreach (var perturbation in perturbations)
        {
            output.WriteLine($"    {perturbation.Name.PadRight(width)}  {RateText.Of(perturbation.Flips),-32}{Directions(perturbation)}{Invalid(perturbation)}".TrimEnd());
        }

        string[] fragile = [.. perturbations.Where(perturbation => perturbation.IsFragile).Select(perturbation => perturbation.Name)];
        var limit = string.Create(CultureInfo.InvariantCulture, $"{100 * PerturbationScore.FragileAbove:0.##} %");
        output.WriteLine(fragile.Length == 0
            ? $"  fragile       to none: no interval lies above {limit}"
            : $"  fragile       to {string.Join(", ", fragile)}: the whole interval lies above {limit}");
    }

    private static string Directions(PerturbationScore score)
    {
        (int Count, string Where)[] directions = [(score.ToMiss, "to miss"), (score.ToFalseAlarm, "to false alarm"), (score.ToRight, "to right")];
        return string.Join(", ", directions.Where(direction => direction.Count > 0).Select(direction => $"{direction.Count} {direction.Where}"));
    }

    private static string Invalid(PerturbationScore score) =>
        score.Invalid.Events == 0 ? "" : $"; {score.Invalid.Events} invalid, {score.Lost} of them valid before";
}
