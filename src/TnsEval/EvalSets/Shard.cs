using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TnsEval.EvalSets;

/// <summary>
/// One part of a set that is run in several places. Which part a case is in depends on its id alone, so that all places agree without talking, and
/// twins are in the same part, so that pairs can be scored there.
/// </summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts there are; at least 1.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>Reads a part such as <c>2/5</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Shard? shard)
    {
        shard = text.Split('/') is [var index, var count]
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var parts)
            && part >= 1 && part <= parts
            ? new Shard(part, parts)
            : null;
        return shard is not null;
    }

    /// <summary>Whether a case is in this part.</summary>
    public bool Holds(EvalCase @case) => EvalSet.Rank(@case, seed: 0) % (ulong)Count == (ulong)(Index - 1);

    /// <summary>As it is read, such as <c>2/5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
