using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Comparing;

/// <summary>What changed from one run to another, case by case.</summary>
public sealed record RunComparison
{
    /// <summary>Right now and not before, in ordinal order of their ids.</summary>
    public required IReadOnlyList<FlippedCase> Fixed { get; init; }

    /// <summary>Right before and not any more, in ordinal order of their ids.</summary>
    public required IReadOnlyList<FlippedCase> Broken { get; init; }

    /// <summary>Cases, each repeat of its own, that both runs hold.</summary>
    public required int Common { get; init; }

    /// <summary>Cases that only the second run holds.</summary>
    public required int Added { get; init; }

    /// <summary>Cases that only the first run holds.</summary>
    public required int Removed { get; init; }

    /// <summary>Compares two journals in one pass over each; of the first, a small entry a case is kept.</summary>
    /// <param name="before">One record a case and repeat, in any order; those of rewritten tickets are passed over.</param>
    /// <param name="after">The same.</param>
    /// <param name="policy">What counts as right where there is no assessment; a case it leaves out is not right.</param>
    public static RunComparison Of(IEnumerable<CaseRecord> before, IEnumerable<CaseRecord> after, InvalidPolicy policy)
    {
        var earlier = before.Where(record => record.IsOriginal).ToDictionary(record => (record.Id, record.Repeat), record => (Judgement: JudgementOf(record), IsRight: IsRight(record, policy)));
        var (mended, broken, common, added) = (new List<FlippedCase>(), new List<FlippedCase>(), 0, 0);
        foreach (var record in after.Where(record => record.IsOriginal))
        {
            if (!earlier.TryGetValue((record.Id, record.Repeat), out var was))
            {
                added++;
                continue;
            }

            common++;
            if (IsRight(record, policy) is var isRight && isRight != was.IsRight)
            {
                (isRight ? mended : broken).Add(new FlippedCase(record.Id, record.Repeat, was.Judgement, JudgementOf(record), record.Assessment?.Rationale));
            }
        }

        return new RunComparison { Fixed = InOrder(mended), Broken = InOrder(broken), Common = common, Added = added, Removed = earlier.Count - common };
    }

    private static Judgement JudgementOf(CaseRecord record) => new(record.Label.Kind, record.Outcome, record.Assessment?.Verdict);

    private static bool IsRight(CaseRecord record, InvalidPolicy policy) => policy.IsRight(record.Label.IsEscalate, record.Assessment?.IsAlarm) == true;

    private static IReadOnlyList<FlippedCase> InOrder(IEnumerable<FlippedCase> cases) =>
        [.. cases.OrderBy(flipped => flipped.Id.Value, StringComparer.Ordinal).ThenBy(flipped => flipped.Repeat)];
}
