using System.Collections.Frozen;
using System.Globalization;

namespace TnsTriage.Text.Characters;

/// <summary>What CanonicalData.txt says: how characters decompose, which compose again, and in which order marks stand.</summary>
internal sealed class CanonicalData
{
    public required FrozenDictionary<int, int[]> Decompositions { get; init; }

    /// <summary>Characters that no composition gives back.</summary>
    public required FrozenSet<int> DecomposedForGood { get; init; }

    public required FrozenDictionary<(int First, int Second), int> Compositions { get; init; }

    /// <summary>Combining classes other than 0.</summary>
    public required FrozenDictionary<int, int> Classes { get; init; }

    public static CanonicalData Load()
    {
        var composed = new List<(int Character, int[] Parts)>();
        var forGood = new List<(int Character, int[] Parts)>();
        var classes = new Dictionary<int, int>();
        var section = "";
        foreach (var line in Lines())
        {
            if (line.StartsWith('['))
            {
                section = line;
                continue;
            }

            foreach (var entry in line.Split(' '))
            {
                var (left, right) = (entry[..entry.IndexOf('=')], entry[(entry.IndexOf('=') + 1)..]);
                if (section == "[combining classes]")
                {
                    AddClass(classes, left, int.Parse(right, CultureInfo.InvariantCulture));
                }
                else
                {
                    (section == "[composed]" ? composed : forGood).Add((Hex(left), [.. right.Split('+').Select(Hex)]));
                }
            }
        }

        return new CanonicalData
        {
            Decompositions = composed.Concat(forGood).ToFrozenDictionary(entry => entry.Character, entry => entry.Parts),
            DecomposedForGood = forGood.Select(entry => entry.Character).ToFrozenSet(),
            Compositions = composed.ToFrozenDictionary(entry => (entry.Parts[0], entry.Parts[1]), entry => entry.Character),
            Classes = classes.ToFrozenDictionary(),
        };
    }

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(CanonicalData).Assembly.GetManifestResourceStream("TnsTriage.CanonicalData.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }

    private static void AddClass(Dictionary<int, int> classes, string range, int value)
    {
        var ends = range.Split("..");
        for (var character = Hex(ends[0]); character <= Hex(ends[^1]); character++)
        {
            classes.Add(character, value);
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
