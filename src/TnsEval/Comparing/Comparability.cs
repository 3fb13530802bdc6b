using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Comparing;

/// <summary>Whether two runs' numbers mean the same, so that a difference between them is the prompt's or the model's doing.</summary>
public static class Comparability
{
    private const int ShownHash = 12;

    /// <summary>Every reason not to compare two runs.</summary>
    /// <param name="base">The one.</param>
    /// <param name="candidate">The other.</param>
    /// <param name="isPolicyGiven">Whether the caller says what counts as right where there is no assessment.</param>
    /// <param name="allowsDifferentSets">Whether unlike tickets and numbers of repeats will do.</param>
    public static IEnumerable<Problem> Check(RunManifest @base, RunManifest candidate, bool isPolicyGiven, bool allowsDifferentSets)
    {
        if (!allowsDifferentSets && candidate.Cases.Hash != @base.Cases.Hash)
        {
            yield return new Problem(
                candidate.Id,
                $"ran over other tickets than {@base.Id}: {string.Join("; ", Differences(candidate.Cases, @base.Cases))}",
                "Run both over one set, or compare the tickets that they have in common with --allow-different-sets");
        }

        if (!allowsDifferentSets && candidate.Options.Repeats != @base.Options.Repeats)
        {
            yield return new Problem(
                candidate.Id,
                $"asked each ticket {Times(candidate)}, {@base.Id} {Times(@base)}",
                "Run both with the same --repeat, or compare what most repeats said with --allow-different-sets");
        }

        var (policy, basePolicy) = (candidate.Options.Scoring.InvalidPolicy, @base.Options.Scoring.InvalidPolicy);
        if (!isPolicyGiven && policy != basePolicy)
        {
            yield return new Problem(
                candidate.Id,
                $"counts answers that are none {WireName<InvalidPolicy>.Of(policy)}, {@base.Id} {WireName<InvalidPolicy>.Of(basePolicy)}",
                $"Name one for both: --invalid {WireName<InvalidPolicy>.Of(basePolicy)}");
        }
    }

    /// <summary>What differs besides prompt and tickets, and may as well be the cause of a difference.</summary>
    public static IReadOnlyList<string> OtherDifferences(RunManifest @base, RunManifest candidate)
    {
        var ofSamePrompt = candidate with { Prompt = @base.Prompt, Cases = @base.Cases, Options = candidate.Options with { Repeats = @base.Options.Repeats, Perturbations = @base.Options.Perturbations } };
        return [.. ofSamePrompt.DifferencesFrom(@base)];
    }

    private static IEnumerable<string> Differences(RunCases cases, RunCases @base)
    {
        (string What, object? Here, object? There)[] facts =
        [
            ("set", cases.Set, @base.Set),
            ("split", cases.Split ?? "all", @base.Split ?? "all"),
            ("filters", Words(cases.Filters), Words(@base.Filters)),
            ("limit", cases.Limit?.ToString(provider: null) ?? "none", @base.Limit?.ToString(provider: null) ?? "none"),
            ("part", Part(cases), Part(@base)),
            ("tickets", cases.Count, @base.Count),
            ("hash", cases.Hash[..ShownHash], @base.Hash[..ShownHash]),
        ];
        return facts.Where(fact => !Equals(fact.Here, fact.There)).Select(fact => $"{fact.What} {fact.Here} against {fact.There}");
    }

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? "none" : string.Join(' ', words);

    private static string Part(RunCases cases) => cases.Shard is { } shard ? $"{shard.Index} of {shard.Of}" : "whole";

    private static string Times(RunManifest run) => run.Options.Repeats == 1 ? "once" : $"{run.Options.Repeats} times";
}
