using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Gates;

/// <summary>Judges the runs of one prompt version on one model, one run a set.</summary>
public static class Gate
{
    /// <summary>Reads what is to be judged.</summary>
    /// <param name="settings">How cases count.</param>
    /// <param name="runs">One run a set, all of one prompt version on one model.</param>
    /// <param name="baselines">Runs to be held against, each over the same cases as one of <paramref name="runs"/>.</param>
    /// <param name="problems">Receives every reason why they cannot be judged.</param>
    /// <returns>Null when there are problems.</returns>
    /// <exception cref="RunFolderException">A run's files are damaged.</exception>
    public static IReadOnlyList<GatedRun>? Read(
        GateSettings settings, IReadOnlyList<RunFolder> runs, IReadOnlyList<RunFolder> baselines, ICollection<Problem> problems)
    {
        var before = problems.Count;
        GatedRun[] read = [.. runs.Select(folder => GatedRun.Read(folder, settings.Scoring, problems)).OfType<GatedRun>()];
        GatedRun[] readBaselines = [.. baselines.Select(folder => GatedRun.Read(folder, settings.Scoring, problems)).OfType<GatedRun>()];
        CheckOneSubject(read, problems);
        CheckOneSubject(readBaselines, problems);
        CheckSets(read, problems);
        var paired = Pair(read, readBaselines, problems);
        return problems.Count > before ? null : paired;
    }

    /// <summary>Judges runs that <see cref="Read"/> read; at least one.</summary>
    public static GateReport Judge(GateSettings settings, IReadOnlyList<GatedRun> runs)
    {
        var results = settings.Rules.SelectMany(rule => Judge(rule, settings, runs)).ToArray();
        var first = runs[0].Manifest;
        return new GateReport(
            FormatVersion: 1,
            Overall(results),
            first.Prompt,
            first.Model,
            settings.Confidence,
            settings.Scoring.InvalidPolicy,
            settings.Scoring.BaseRate,
            [.. runs.Select(run => new GatedRunName(run.Manifest.Id, run.Manifest.Cases, run.Manifest.CreatedAt, run.Baseline?.Baseline.Id))],
            results);
    }

    private static GateVerdict Overall(IReadOnlyList<RuleResult> results) =>
        results.Count == 0 ? GateVerdict.Inconclusive : results.Max(result => result.Verdict);

    private static IEnumerable<RuleResult> Judge(GateRule rule, GateSettings settings, IReadOnlyList<GatedRun> runs)
    {
        var fitting = runs.Where(run => rule.Scope.Set is null ? IsGeneral(run, settings) : rule.Scope.Names(run.Manifest.Cases.Set)).ToArray();
        return fitting.Length > 0
            ? fitting.Select(run => rule.Judge(run, settings.Confidence))
            : [rule.Unmeasured(rule.Scope.Set is { } set ? $"no run over {set} was given" : "no run was given over a set that no rule names")];
    }

    /// <summary>A set that some rule names is made to be hard, or easy: rules that name none do not speak of it.</summary>
    private static bool IsGeneral(GatedRun run, GateSettings settings) => !settings.Rules.Any(rule => rule.Scope.Names(run.Manifest.Cases.Set));

    private static void CheckOneSubject(IReadOnlyList<GatedRun> runs, ICollection<Problem> problems)
    {
        foreach (var run in runs.Skip(1))
        {
            var differences = run.Manifest.SubjectDifferencesFrom(runs[0].Manifest).ToList();
            if (!run.Scores.ModelIds.SequenceEqual(runs[0].Scores.ModelIds, StringComparer.Ordinal))
            {
                differences.Add(("model called itself", Names(run), Names(runs[0])));
            }

            if (differences.Count > 0)
            {
                problems.Add(new Problem(
                    run.Manifest.Id,
                    $"did not measure what {runs[0].Manifest.Id} did: {string.Join("; ", differences.Select(fact => $"{fact.What} {fact.Mine}, there {fact.Theirs}"))}",
                    "Give runs of one prompt version on one model"));
            }
        }

        static string Names(GatedRun run) => string.Join(", ", run.Scores.ModelIds);
    }

    private static void CheckSets(IReadOnlyList<GatedRun> runs, ICollection<Problem> problems)
    {
        foreach (var same in runs.GroupBy(run => run.Manifest.Cases.Set, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new Problem(
                string.Join(", ", same.Select(run => run.Manifest.Id)), $"are {same.Count()} runs over {same.Key}", "Give one run a set: choosing the better one is not measuring"));
        }
    }

    private static GatedRun[] Pair(IReadOnlyList<GatedRun> runs, IReadOnlyList<GatedRun> baselines, ICollection<Problem> problems)
    {
        foreach (var alone in baselines.Where(baseline => !runs.Any(run => AreOfSameCases(run, baseline))))
        {
            problems.Add(new Problem(
                alone.Manifest.Id, $"the baseline is over {alone.Manifest.Cases.Set} ({alone.Manifest.Cases.Hash[..12]}), and no run is over the same cases", "Run both over the same set"));
        }

        return [.. runs.Select(run => baselines.FirstOrDefault(baseline => AreOfSameCases(run, baseline)) is { } baseline ? run.Beside(baseline, problems) : run)];
    }

    private static bool AreOfSameCases(GatedRun run, GatedRun other) => run.Manifest.Cases.Hash == other.Manifest.Cases.Hash;
}
