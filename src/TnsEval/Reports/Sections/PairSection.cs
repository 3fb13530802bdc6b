using TnsEval.EvalSets;
using TnsEval.Reports.Markup;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Reports.Sections;

/// <summary>Twins side by side: what became of the ticket that must escalate, and of the one that only looks like it.</summary>
internal static class PairSection
{
    private const int MostListed = 100;

    public static Html Of(RunReport report)
    {
        var records = report.Run.Records.ToLookup(record => record.Id);
        Twins[] pairs =
        [
            .. from twins in records
               let escalate = twins.First()
               where escalate.Label.IsEscalate && escalate.Pair is { } other && records[other].FirstOrDefault()?.Pair == twins.Key
               select new Twins([.. twins], [.. records[escalate.Pair!.Value]]),
        ];
        if (pairs.Length == 0)
        {
            return Html.Of($"""<section id="pairs" aria-labelledby="pairs-title"><h2 id="pairs-title">Pairs</h2><p class="note">This run holds no pair of twins.</p></section>""");
        }

        Twins[] wrong = [.. pairs.Where(pair => pair.Kind != "both right")];
        return Html.Of(
            $"""
            <section id="pairs" aria-labelledby="pairs-title"><h2 id="pairs-title">Pairs</h2>
            <p class="note">Twins differ only in the fact that decides. A prompt that alarms on both reads the topic, not the event.</p>
            <table class="pair-kinds"><caption>What became of {Figures.Count(pairs.Length)} pairs</caption><thead><tr><th scope="col">Both twins</th><th scope="col" class="number">Pairs</th><th scope="col" class="number">Share</th></tr></thead><tbody>
            {Kinds.Select(kind => Kind(kind, pairs))}</tbody></table>
            <details><summary>The {Figures.Count(Math.Min(wrong.Length, MostListed))} {(wrong.Length > MostListed ? $"first of {Figures.Count(wrong.Length)} " : "")}pairs that are not right</summary>
            <table class="pair-list"><thead><tr><th scope="col">Must escalate</th><th scope="col">Verdict</th><th scope="col">Benign twin</th><th scope="col">Verdict</th><th scope="col">Pair</th></tr></thead><tbody>
            {wrong.Take(MostListed).Select(pair => Html.Of(
                $"""<tr><td>{CaseLink.To(pair.Escalate[0].Id)}</td><td>{Verdicts(pair.Escalate)}</td><td>{CaseLink.To(pair.Benign[0].Id)}</td><td>{Verdicts(pair.Benign)}</td><td>{pair.Kind}</td></tr>"""))}</tbody></table></details></section>
            """);
    }

    private static readonly string[] Kinds = ["both right", "alarm on both", "alarm on neither", "the wrong way round", "not assessed, or not alike over repeats"];

    private static Html Kind(string kind, Twins[] pairs)
    {
        var count = pairs.Count(pair => pair.Kind == kind);
        return Html.Of($"""<tr><th scope="row">{kind}</th><td class="number">{Figures.Count(count)}</td><td class="number">{Figures.Percent((double)count / pairs.Length)}</td></tr>""");
    }

    private static string Verdicts(IReadOnlyList<CaseRecord> repeats) =>
        string.Join(", ", repeats.Select(record => record.Assessment is { } assessment ? WireName<Verdict>.Of(assessment.Verdict) : WireName<OutcomeKind>.Of(record.Outcome)).Distinct(StringComparer.Ordinal)).Replace('_', ' ');

    private sealed record Twins(IReadOnlyList<CaseRecord> Escalate, IReadOnlyList<CaseRecord> Benign)
    {
        public string Kind => (Alarms(Escalate), Alarms(Benign)) switch
        {
            (true, false) => Kinds[0],
            (true, true) => Kinds[1],
            (false, false) => Kinds[2],
            (false, true) => Kinds[3],
            _ => Kinds[4],
        };

        /// <summary>Whether every repeat raised an alarm, or none did; null otherwise.</summary>
        private static bool? Alarms(IReadOnlyList<CaseRecord> repeats) =>
            repeats.All(record => record.Assessment is { IsAlarm: true }) ? true
            : repeats.All(record => record.Assessment is { IsAlarm: false }) ? false
            : null;
    }
}

/// <summary>A link that opens a case in the case browser.</summary>
internal static class CaseLink
{
    public static Html To(CaseId id) => Html.Of($"""<a class="case-link" href="#case-{Uri.EscapeDataString(id.Value)}">{id.Value}</a>""");
}
