using TnsEval.Comparing;
using TnsEval.Reports.Markup;
using TnsEval.Scoring;

namespace TnsEval.Reports.Sections;

/// <summary>Cases that one of two runs got right and the other did not: the broken ones first.</summary>
internal static class FlipSection
{
    private const int MostListed = 200;

    /// <summary>Nothing without a baseline.</summary>
    public static Html Of(RunReport report) => report is not { Baseline: { } baseline, Comparison: { } comparison } ? Html.Empty : Html.Of(
        $"""
        <section id="flips" aria-labelledby="flips-title"><h2 id="flips-title">Flipped cases</h2>
        <p class="note">Against <b>{baseline.Name}</b> ({baseline.Manifest.Id}): {Figures.Count(comparison.Fixed.Count)} fixed and {Figures.Count(comparison.Broken.Count)} broken of {Figures.Count(comparison.Common)} that both runs hold{OnlyInOne(comparison)}.</p>
        <div class="side-by-side">{List("broken", "Broken: right before, wrong now", comparison.Broken)}{List("fixed", "Fixed: wrong before, right now", comparison.Fixed)}</div>{Slices(report.Difference!)}</section>
        """);

    private static Html Slices(RunDifference difference) => Html.Of(
        $"""
        <details><summary>Change by category and kind of look-alike</summary><div class="scroll" tabindex="0" role="region" aria-label="Change by slice"><table class="changes">
        <caption>p is McNemar's mid-p after Holm, over all slices of a kind: of twenty slices one looks changed by chance.</caption>
        <thead><tr><th scope="col">Slice</th><th scope="col">Error</th><th scope="col" class="number">Before</th><th scope="col" class="number">Now</th><th scope="col" class="number">Change, points</th><th scope="col" class="number">95 % interval</th><th scope="col" class="number p">p, adjusted</th></tr></thead>
        <tbody>{difference.Slices.Select(slice => Html.Of(
            $"""<tr><th scope="row">{slice.Name}</th><td>{(slice.Kind == SliceKind.Category ? "misses" : "false alarms")}</td><td class="number">{Figures.Counts(slice.Errors.Base)}</td><td class="number">{Figures.Counts(slice.Errors.Candidate)}</td><td class="number">{Figures.Points(slice.Errors.Difference)}</td><td class="number">{Figures.PointsBetween(slice.Errors.Interval)}</td><td class="number">{Figures.P(slice.AdjustedP)}</td></tr>"""))}</tbody></table></div></details>
        """);

    private static string OnlyInOne(RunComparison comparison) => comparison is { Added: 0, Removed: 0 }
        ? ""
        : $"; {Figures.Count(comparison.Added)} are new and {Figures.Count(comparison.Removed)} gone";

    private static Html List(string kind, string title, IReadOnlyList<FlippedCase> cases) => cases.Count == 0 ? Html.Empty : Html.Of(
        $"""
        <div><h3 id="flips-{kind}" class="{kind}">{title} ({Figures.Count(cases.Count)})</h3>
        <div class="scroll tall" tabindex="0" role="region" aria-labelledby="flips-{kind}"><table class="flips"><thead><tr><th scope="col">Case</th><th scope="col">Label</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>
        {cases.Take(MostListed).Select(flip => Html.Of(
            $"""<tr><td>{CaseLink.To(flip.Id)}{(flip.Repeat == 0 ? "" : $" repeat {flip.Repeat + 1}")}</td><td>{Label(flip)}</td><td>{Describe(flip.Before)}</td><td>{Describe(flip.After)}</td></tr>"""))}</tbody></table></div>
        {(cases.Count > MostListed ? Html.Of($"""<p class="note">The first {MostListed}. The case browser has all: filter "Since baseline".</p>""") : Html.Empty)}</div>
        """);

    /// <summary>A flip may be the label's.</summary>
    private static string Label(FlippedCase flip) => flip.Before.Label == flip.After.Label
        ? Figures.Words(flip.After.Label).Text
        : $"{Figures.Words(flip.Before.Label)} → {Figures.Words(flip.After.Label)}";

    public static Figure Describe(Judgement judgement) => judgement.Verdict is { } verdict ? Figures.Words(verdict) : Figures.Words(judgement.Outcome);
}
