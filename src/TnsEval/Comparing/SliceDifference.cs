using TnsEval.EvalSets;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Comparing;

/// <summary>The difference in one part of a side.</summary>
/// <param name="Kind">What the side is cut by.</param>
/// <param name="Name">The part.</param>
/// <param name="Errors">Misses there, or false alarms.</param>
/// <param name="AdjustedP">McNemar's mid-p after Holm, over all parts of the side: one of twenty looks changed by chance.</param>
public sealed record SliceDifference(SliceKind Kind, string Name, PairedDifference Errors, double AdjustedP)
{
    /// <summary>Escalate tickets by their first category, which each has.</summary>
    internal static IReadOnlyList<SliceDifference> OfMisses(IEnumerable<ComparedTicket> escalate) => Of(
        SliceKind.Category,
        escalate.SelectMany(ticket => ticket.Label.Categories.Take(1), (ticket, category) => (WireName<HarmCategory>.Of(category), ticket)));

    /// <summary>Benign tickets by what makes them look alike, for most have no category.</summary>
    internal static IReadOnlyList<SliceDifference> OfFalseAlarms(IEnumerable<ComparedTicket> benign) => Of(
        SliceKind.HardNegativeKind,
        benign.SelectMany(ticket => ticket.Candidate.StressTags.Where(StressTags.HardNegativeKinds.Contains), (ticket, kind) => (kind, ticket)));

    private static IReadOnlyList<SliceDifference> Of(SliceKind kind, IEnumerable<(string Name, ComparedTicket Ticket)> tickets)
    {
        var slices = tickets.GroupBy(one => one.Name, one => one.Ticket, StringComparer.Ordinal).Select(slice => (Name: slice.Key, Errors: ComparedTicket.Errors([.. slice]))).ToArray();
        var adjusted = Holm.Adjust([.. slices.Select(slice => slice.Errors.MidP)]);
        return
        [
            .. slices.Zip(adjusted, (slice, p) => new SliceDifference(kind, slice.Name, slice.Errors, p))
                .OrderBy(slice => slice.AdjustedP)
                .ThenBy(slice => slice.Errors.MidP)
                .ThenBy(slice => slice.Name, StringComparer.Ordinal)
        ];
    }
}
