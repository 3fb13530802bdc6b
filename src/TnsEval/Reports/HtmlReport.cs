using System.Text;
using TnsEval.Reports.Markup;
using TnsEval.Reports.Sections;

namespace TnsEval.Reports;

/// <summary>
/// A report as one page that holds all it needs: no address in it leads anywhere, and its security policy lets it load nothing and run no script but
/// its own. The same report gives the same bytes.
/// </summary>
public static class HtmlReport
{
    /// <summary>The page, in UTF-8.</summary>
    public static byte[] Of(RunReport report) => Encoding.UTF8.GetBytes(Page(report).ToString());

    private static Html Page(RunReport report)
    {
        var ((style, styleHash), (script, scriptHash)) = (Html.Inline("style", "report.css"), Html.Inline("script", "report.js"));
        (string Id, string Name)[] sections =
        [
            ("headline", "Headline"), .. report.Comparison is null ? Array.Empty<(string, string)>() : [("flips", "Flipped")], ("points", "Operating points"),
            .. report.Run.Scores.Stability is null ? Array.Empty<(string, string)>() : [("repeats", "Repeats")],
            ("confusion", "Confusion"), ("slices", "Slices"), ("pairs", "Pairs"), ("cases", "Cases"), ("provenance", "Provenance"),
        ];
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{styleHash}'; script-src '{scriptHash}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{report.Run.Name}, {report.Run.Manifest.Cases.Set}</title>
            {style}
            </head>
            <body>
            <a class="skip" href="#main">Skip to the report</a>
            <header class="bar"><nav aria-label="Sections"><ul>{sections.Select(section => Html.Of($"""<li><a href="#{section.Id}">{section.Name}</a></li>"""))}</ul></nav><button type="button" id="theme" hidden>Dark</button></header>
            <main id="main" tabindex="-1">
            {Title(report)}
            {HeadlineSection.Of(report)}
            {FlipSection.Of(report)}
            {OperatingPointSection.Of(report)}
            {RepeatSection.Of(report)}
            {ConfusionSection.Of(report)}
            {SliceSection.Of(report)}
            {PairSection.Of(report)}
            {CaseSection.Of(report)}
            {ProvenanceSection.Of(report)}
            </main>
            {script}
            </body>
            </html>

            """);
    }

    private static Html Title(RunReport report)
    {
        var run = report.Run;
        var stopped = run.IsComplete ? Html.Empty : Html.Of(
            $"""<p class="warning" role="note">This run stopped after {Figures.Count(run.Scores.Coverage.Trials)} of {Figures.Count(run.Manifest.Cases.Count * run.Manifest.Options.Repeats)} answers: every figure here is of a part.</p>""");
        return Html.Of(
            $"""
            <h1>{run.Manifest.Prompt.Name} <span class="on">on</span> {run.Manifest.Model.Name}</h1>
            <p class="lead">{run.Manifest.Cases.Set} · {Figures.Count(run.Scores.Cases)} tickets{(run.Scores.Stability is { } stability ? $", each {stability.Repeats} times" : "")}{(report.Baseline is { } baseline ? Html.Of($""" · compared with <b>{baseline.Name}</b>""") : Html.Empty)}</p>{stopped}
            """);
    }
}
