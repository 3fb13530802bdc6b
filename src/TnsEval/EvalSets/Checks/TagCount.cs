using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets.Checks;

/// <summary>How many cases carry a tag, and how many should for every slice to be worth reading.</summary>
/// <param name="Tag">A category, which counts where it is a case's first; a hard-negative kind; or a cross-cutting tag.</param>
/// <param name="Escalate">Cases labelled escalate that have it.</param>
/// <param name="Benign">Cases labelled benign that have it.</param>
/// <param name="WantedEscalate">The least number of them, or null when the tag is not about them.</param>
/// <param name="WantedBenign">The least number of them, or null when the tag is not about them.</param>
public sealed record TagCount(string Tag, int Escalate, int Benign, int? WantedEscalate, int? WantedBenign)
{
    /// <summary>Whether a set of this size should have more.</summary>
    public bool IsShort => Escalate < WantedEscalate || Benign < WantedBenign;

    /// <summary>Counts each tag of the specification, in its order.</summary>
    internal static IReadOnlyList<TagCount> Of(IReadOnlyList<EvalCase> cases)
    {
        var escalate = CountsOf(cases.Where(@case => @case.Label.IsEscalate));
        var benign = CountsOf(cases.Where(@case => !@case.Label.IsEscalate));
        return
        [
            .. TagTarget.All.Select(target => new TagCount(
                target.Tag,
                escalate.GetValueOrDefault(target.Tag),
                benign.GetValueOrDefault(target.Tag),
                Scaled(target.Escalate, cases.Count),
                Scaled(target.Benign, cases.Count)))
        ];
    }

    internal static IEnumerable<Problem> Warnings(string where, IReadOnlyList<TagCount> counts)
    {
        const int MaxNamed = 8;
        TagCount[] lacking = [.. counts.Where(count => count.IsShort)];
        if (lacking.Length > 0)
        {
            var named = string.Join(", ", lacking.Take(MaxNamed).Select(count => count.Tag));
            var more = lacking.Length > MaxNamed ? $" and {lacking.Length - MaxNamed} more" : "";
            yield return new Problem(
                where, $"too few cases of {named}{more} for a set of this size", "Add some, unless the set is meant to test one thing");
        }
    }

    private static Dictionary<string, int> CountsOf(IEnumerable<EvalCase> cases) => cases
        .SelectMany(@case => @case.Label.Categories.Take(1).Select(WireName<HarmCategory>.Of).Concat(@case.StressTags))
        .CountBy(tag => tag, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Rounded down: a minimum is not raised by rounding.</summary>
    private static int? Scaled(int? target, int caseCount) => (int?)((long?)target * caseCount / TagTarget.SetSize);
}
