using TnsEval.Comparing;
using TnsEval.Reports.Markup;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

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
        {List("broken", "Broken: right before, wrong now", comparison.Broken)}{List("fixed", "Fixed: wrong before, right now", comparison.Fixed)}</section>
        """);

    private static string OnlyInOne(RunComparison comparison) => comparison is { Added: 0, Removed: 0 }
        ? ""
        : $"; {Figures.Count(comparison.Added)} are new and {Figures.Count(comparison.Removed)} gone";

    private static Html List(string kind, string caption, IReadOnlyList<FlippedCase> cases) => cases.Count == 0 ? Html.Empty : Html.Of(
        $"""
        <details open><summary>{caption} ({Figures.Count(cases.Count)}{(cases.Count > MostListed ? $", the first {MostListed} here, all in the case browser" : "")})</summary>
        <table class="flips {kind}"><thead><tr><th scope="col">Case</th><th scope="col">Label</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>
        {cases.Take(MostListed).Select(flip => Html.Of(
            $"""<tr><td>{CaseLink.To(flip.Id)}{(flip.Repeat == 0 ? "" : $" repeat {flip.Repeat + 1}")}</td><td>{Label(flip)}</td><td>{Describe(flip.Before)}</td><td>{Describe(flip.After)}</td></tr>"""))}</tbody></table></details>
        """);

    /// <summary>A flip may be the label's.</summary>
    private static string Label(FlippedCase flip) => flip.Before.Label == flip.After.Label
        ? Figures.Words(flip.After.Label).Text
        : $"{Figures.Words(flip.Before.Label)} → {Figures.Words(flip.After.Label)}";

    public static Figure Describe(Judgement judgement) => judgement.Verdict is { } verdict ? Figures.Words(verdict) : Figures.Words(judgement.Outcome);
}
