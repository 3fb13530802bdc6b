namespace TnsTriage;

/// <summary>The name somebody meant when they wrote one that does not exist.</summary>
internal static class NearestName
{
    private const int LongestWorthComparing = 64;

    /// <summary>The name nearest to a text, or null when none is near: one slip in four letters, a swap of two neighbours being one slip.</summary>
    public static string? Of(string text, IEnumerable<string> names)
    {
        var limit = Math.Max(1, text.Length / 4);
        return text.Length > LongestWorthComparing
            ? null
            : names
                .Select(name => (Name: name, Slips: Slips(text.ToLowerInvariant(), name.ToLowerInvariant())))
                .Where(candidate => candidate.Slips <= limit)
                .OrderBy(candidate => candidate.Slips)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Select(candidate => candidate.Name)
                .FirstOrDefault();
    }

    /// <summary>What to do about a name that does not exist, as <see cref="Problem.Fix"/> wants it.</summary>
    public static string Fix(string text, IReadOnlyCollection<string> names) =>
        Of(text, names) is { } near ? $"Write \"{near}\", if that is meant" : $"Use one of {string.Join(", ", names)}";

    /// <summary>Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Slips(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, 1 + Math.Min(last[column], current[column - 1]));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    current[column] = Math.Min(current[column], beforeLast[column - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }
}
