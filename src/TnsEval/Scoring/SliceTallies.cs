using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Scoring;

/// <summary>Counts of every part of the set that a case was seen of.</summary>
internal sealed class SliceTallies
{
    private readonly Dictionary<(SliceKind Kind, string Name), Tally> _tallies = [];

    /// <summary>Adds a case to each part it belongs to.</summary>
    /// <param name="record">The case.</param>
    /// <param name="alarm">Whether there was an alarm; null without an assessment.</param>
    public void Add(CaseRecord record, bool? alarm)
    {
        if (record.Label.Categories is [var primary, ..])
        {
            Add(SliceKind.Category, WireName<HarmCategory>.Of(primary));
        }

        Add(SliceKind.Severity, WireName<Severity>.Of(record.Label.Severity));
        Add(SliceKind.Language, LanguageTag.Primary(record.Language));
        foreach (var tag in record.StressTags)
        {
            Add(StressTags.HardNegativeKinds.Contains(tag) ? SliceKind.HardNegativeKind : SliceKind.StressTag, tag);
        }

        void Add(SliceKind kind, string name)
        {
            if (!_tallies.TryGetValue((kind, name), out var tally))
            {
                _tallies.Add((kind, name), tally = new Tally());
            }

            tally.Add(record.Label.IsEscalate, alarm);
        }
    }

    /// <summary>By kind, then in ordinal order of their names.</summary>
    public IReadOnlyList<Slice> Under(InvalidPolicy policy, int repeats) =>
    [
        .. _tallies
            .OrderBy(slice => slice.Key.Kind)
            .ThenBy(slice => slice.Key.Name, StringComparer.Ordinal)
            .Select(slice => new Slice(slice.Key.Kind, slice.Key.Name, slice.Value.Misses(policy, repeats), slice.Value.FalseAlarms(policy, repeats)))
    ];
}
