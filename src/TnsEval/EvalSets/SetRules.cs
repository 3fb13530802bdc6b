using TnsTriage;

namespace TnsEval.EvalSets;

/// <summary>What the lines of all files of a set must have to do with each other: unique ids, and pairs that hold from both ends.</summary>
internal static class SetRules
{
    public static IEnumerable<Problem> Check(IReadOnlyList<CaseDraft> drafts)
    {
        var byId = new Dictionary<CaseId, CaseDraft>(drafts.Count);
        foreach (var draft in drafts)
        {
            if (draft.Id is { } id && !byId.TryAdd(id, draft))
            {
                yield return new Problem(
                    draft.Where.ToString(), $"id {Shown(id)} is already used at {byId[id].Where}", "Give one of the two tickets another id");
            }
        }

        foreach (var draft in drafts)
        {
            if (draft.Pair is { } pair && PairProblem(draft, pair, byId.GetValueOrDefault(pair)) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static Problem? PairProblem(CaseDraft draft, CaseId pair, CaseDraft? twin) =>
        twin is null
            ? new Problem(draft.Where.ToString(), $"pair {Shown(pair)} does not exist in the set", "Add the twin, correct its id, or write null")
        : twin.IsPairKnown && draft.Id is not null && twin.Pair != draft.Id
            ? new Problem(
                draft.Where.ToString(),
                $"pair {Shown(pair)} at {twin.Where} points to {(twin.Pair is { } other ? Shown(other) : "no ticket")}, not back",
                "Make the twins name each other")
        : draft.Label is not null && draft.Label == twin.Label
            ? new Problem(
                draft.Where.ToString(),
                $"pair {Shown(pair)} at {twin.Where} has the same label \"{WireName<LabelKind>.Of(draft.Label.Value)}\"",
                "Pair a ticket that escalates with a benign one")
        : null;

    private static string Shown(CaseId id) => ShownValue.Of(id.Value);
}
