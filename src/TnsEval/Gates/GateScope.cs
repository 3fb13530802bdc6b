using TnsEval.EvalSets;
using TnsEval.Scoring;

namespace TnsEval.Gates;

/// <summary>Which cases a rule speaks of.</summary>
/// <param name="Set">
/// A set by its name, <c>tns-support/ordinary</c>, or by the part after the slash; null for every set that no rule of the gate names.
/// </param>
/// <param name="Slice">The part of the set; null for all of it.</param>
public sealed record GateScope(string? Set, GateSlice? Slice)
{
    /// <summary>All cases of the sets that no rule names.</summary>
    public static GateScope All { get; } = new(Set: null, Slice: null);

    /// <summary>Whether a set goes by this scope's name.</summary>
    public bool Names(string set) =>
        Set is not null && (set == Set || (!Set.Contains('/', StringComparison.Ordinal) && set.EndsWith($"/{Set}", StringComparison.Ordinal)));

    /// <summary>As it follows a measure's name: empty, or <c> of category self_harm on ordinary</c>.</summary>
    public override string ToString() => $"{(Slice is null ? "" : $" of {Slice}")}{(Set is null ? "" : $" on {Set}")}";
}

/// <summary>One part of a set, as scorecards cut it.</summary>
/// <param name="Kind">What the set is cut by.</param>
/// <param name="Name">Which part.</param>
public sealed record GateSlice(SliceKind Kind, string Name)
{
    /// <summary>The slice of a tag.</summary>
    public static GateSlice OfTag(string tag) => new(StressTags.HardNegativeKinds.Contains(tag) ? SliceKind.HardNegativeKind : SliceKind.StressTag, tag);

    /// <summary>Such as <c>category self_harm</c>.</summary>
    public override string ToString() => Kind switch
    {
        SliceKind.Category => $"category {Name}",
        SliceKind.Severity => $"severity {Name}",
        SliceKind.Language => $"language {Name}",
        _ => $"tag {Name}",
    };
}
