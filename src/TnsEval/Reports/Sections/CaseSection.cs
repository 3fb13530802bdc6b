using TnsEval.Reports.Markup;

namespace TnsEval.Reports.Sections;

/// <summary>The case browser: what the script fills, and how it is used.</summary>
internal static class CaseSection
{
    public static Html Of(RunReport report)
    {
        (string Id, string Name)[] filters =
        [
            ("result", "Result"), ("label", "Label"), ("category", "Category"), ("language", "Language"), ("outcome", "Outcome"), ("tag", "Stress tag"),
            .. report.Baseline is null ? Array.Empty<(string, string)>() : [("change", "Since baseline")],
        ];
        return Html.Of(
            $"""
            <section id="cases" aria-labelledby="cases-title"><h2 id="cases-title">Cases</h2>
            <p class="note">{Contents(report)}</p>
            <noscript><p class="note">The case browser needs JavaScript; everything else on this page does not.</p></noscript>
            <form id="filters" role="search" aria-label="Cases" hidden><label class="search">Search<input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="keys"></label>
            {filters.Select(filter => Html.Of($"""<label>{filter.Name}<select id="filter-{filter.Id}"><option value="">any</option></select></label>"""))}<button type="reset">Clear</button></form>
            <p id="keys" class="keys" hidden><kbd>/</kbd> search <kbd>↓</kbd> <kbd>j</kbd> next <kbd>↑</kbd> <kbd>k</kbd> previous <kbd>PgDn</kbd> <kbd>PgUp</kbd> page <kbd>Enter</kbd> open <kbd>Esc</kbd> close, or clear the search. In an open case <kbd>j</kbd> <kbd>→</kbd> next <kbd>k</kbd> <kbd>←</kbd> previous</p>
            <p id="count" class="count" role="status" aria-live="polite"></p>
            <div class="scroll" id="case-list" hidden><table class="cases"><caption class="unseen">Cases that match the filters, those that went wrong first</caption>
            <thead><tr><th scope="col">Case</th><th scope="col">Result</th><th scope="col">Label</th><th scope="col">Verdict</th><th scope="col">Categories found</th><th scope="col">Language</th><th scope="col">Stress tags</th></tr></thead><tbody id="case-rows"></tbody></table></div>
            <nav id="pages" class="pages" aria-label="Pages of cases" hidden><button type="button" id="previous">Previous page</button><span id="page"></span><button type="button" id="next">Next page</button></nav>
            <dialog id="case" aria-labelledby="case-title"><div class="case-head"><h3 id="case-title" tabindex="-1"></h3><span class="case-moves"><button type="button" id="case-previous">Previous</button><button type="button" id="case-next">Next</button><button type="button" id="case-close">Close</button></span></div><div id="case-body"></div></dialog>
            {Html.Data("case-data", CaseData.Of(report))}</section>
            """);
    }

    private static string Contents(RunReport report)
    {
        var cut = report.Limit < report.Run.Records.Count ? $"Only the first {Figures.Count(report.Limit!.Value)} of {Figures.Count(report.Run.Records.Count)} answers, those that went wrong before the others. " : "";
        var text = report.Tickets switch
        {
            null => "Ticket text, quotes and rationales are not in this file; tnseval report --include-text puts them in.",
            { Count: 0 } => "The eval set is gone or has changed since the run, so ticket text is not shown.",
            _ => "With ticket text: treat this file as you treat the tickets.",
        };
        return cut + text;
    }
}
