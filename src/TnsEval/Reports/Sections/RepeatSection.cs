using TnsEval.Reports.Markup;
using TnsEval.Statistics;

namespace TnsEval.Reports.Sections;

/// <summary>How alike the repeats of a ticket are, and whether the share of them that raised an alarm can be read as a probability.</summary>
internal static class RepeatSection
{
    private const int Bins = 5;

    /// <summary>Nothing for a run without repeats.</summary>
    public static Html Of(RunReport report)
    {
        if (report.Run.Scores.Stability is not { } stability)
        {
            return Html.Empty;
        }

        var answers = report.Run.Records.Where(record => record.Assessment is not null)
            .GroupBy(record => record.Id)
            .Select(ticket => (Alarms: ticket.Count(record => record.Assessment!.IsAlarm), All: ticket.Count(), ticket.First().Label.IsEscalate))
            .ToArray();
        (double Probability, bool IsPositive)[] shares = [.. answers.Select(ticket => ((double)ticket.Alarms / ticket.All, ticket.IsEscalate))];
        (string Name, Figure Value)[] facts =
        [
            ("Repeats of each ticket", Figures.Count(stability.Repeats)),
            ("Two answers to a ticket differ", Figures.Percent(stability.FlipRate)),
            ("Tickets whose repeats all agree", new Figure($"{Figures.Counts(stability.Unanimous)} = {Figures.Percent(stability.Unanimous.Value)} [{Figures.Between(stability.Unanimous)}]")),
            .. stability.PassHatK.Select((share, index) => ($"Right {(index == 0 ? "once" : $"{index + 1} times of {index + 1}")}", Figures.Percent(share))),
            ("Agreement beyond chance (Krippendorff's alpha)", Figures.Decimals(KrippendorffAlpha.Nominal(answers.Select(ticket => new[] { ticket.Alarms, ticket.All - ticket.Alarms })), "0.000")),
            ("Brier score of the share of alarms", Figures.Decimals(Calibration.Brier(shares), "0.000")),
            ("Expected calibration error of it", Figures.Decimals(Calibration.ExpectedError(shares, Bins), "0.000")),
        ];
        return Html.Of(
            $"""
            <section id="repeats" aria-labelledby="repeats-title"><h2 id="repeats-title">Repeats</h2>
            <dl class="facts">{facts.Select(fact => Html.Of($"""<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"""))}</dl>
            <table class="calibration"><caption>Does the share of repeats that alarmed mean what it says? Were it a probability, the last two columns would be alike.</caption>
            <thead><tr><th scope="col" class="number">Tickets</th><th scope="col" class="number">Repeats that alarmed</th><th scope="col" class="number">Must escalate</th></tr></thead>
            <tbody>{Calibration.Bins(shares, Bins).Where(bin => bin.Count > 0).Select(bin => Html.Of(
                $"""<tr><td class="number">{Figures.Count(bin.Count)}</td><td class="number">{Figures.Percent(bin.MeanProbability)}</td><td class="number">{Figures.Percent(bin.PositiveShare)}</td></tr>"""))}</tbody></table></section>
            """);
    }
}
