using System.Globalization;
using System.Text;

namespace TnsTriage.Schemas.Patterns;

/// <summary>
/// A set of Unicode scalar values that can be written as a .NET regular expression. ECMA-262 matches code points and .NET matches UTF-16
/// code units: what lies above U+FFFF becomes pairs of surrogates here. Surrogates themselves are never members; strings are well-formed
/// when a pattern sees them.
/// </summary>
internal sealed class CodePointSet
{
    private const int LastOfPlane0 = 0xFFFF;
    private const int Last = 0x10FFFF;
    private const int LowsPerHigh = 0x400;

    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>Makes a set of inclusive ranges, in any order and overlapping at will.</summary>
    public CodePointSet(IEnumerable<(int From, int To)> ranges)
    {
        foreach (var (from, to) in ranges.OrderBy(range => range.From))
        {
            Append(from, Math.Min(to, 0xD7FF));
            Append(Math.Max(from, 0xE000), to);
        }
    }

    /// <summary>Ascending, apart from each other.</summary>
    public IReadOnlyList<(int From, int To)> Ranges => _ranges;

    /// <summary>Every scalar value that the set lacks.</summary>
    public CodePointSet Complement()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            gaps.Add((next, from - 1));
            next = to + 1;
        }

        gaps.Add((next, Last));
        return new CodePointSet(gaps);
    }

    /// <summary>One regular expression atom, so that a quantifier may follow.</summary>
    public string ToDotNetPattern()
    {
        var basic = string.Concat(_ranges
            .Where(range => range.From <= LastOfPlane0)
            .Select(range => Range(range.From, Math.Min(range.To, LastOfPlane0))));
        string[] alternatives = [.. basic.Length > 0 ? [$"[{basic}]"] : Array.Empty<string>(), .. SurrogatePairs()];
        return alternatives switch
        {
            [] => @"[^\u0000-\uFFFF]",
            [var only] when basic.Length > 0 => only,
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private void Append(int from, int to)
    {
        if (from > to)
        {
            return;
        }

        if (_ranges is [.., var previous] && from <= previous.To + 1)
        {
            _ranges[^1] = (previous.From, Math.Max(previous.To, to));
        }
        else
        {
            _ranges.Add((from, to));
        }
    }

    // High surrogates that go with the same low ones share an alternative: the engine's cost grows faster than the number of alternatives.
    private IEnumerable<string> SurrogatePairs()
    {
        var lowsByHigh = new OrderedDictionary<int, StringBuilder>();
        foreach (var (from, to) in _ranges.Where(range => range.To > LastOfPlane0))
        {
            for (var start = Math.Max(from, LastOfPlane0 + 1); start <= to; start = (start | (LowsPerHigh - 1)) + 1)
            {
                var end = Math.Min(to, start | (LowsPerHigh - 1));
                lowsByHigh.TryAdd(HighOf(start), new StringBuilder());
                lowsByHigh[HighOf(start)].Append(Range(LowOf(start), LowOf(end)));
            }
        }

        return lowsByHigh
            .GroupBy(entry => entry.Value.ToString(), entry => entry.Key, StringComparer.Ordinal)
            .Select(group => $"[{string.Concat(group.Select(Unit))}][{group.Key}]");
    }

    private static int HighOf(int codePoint) => char.ConvertFromUtf32(codePoint)[0];

    private static int LowOf(int codePoint) => char.ConvertFromUtf32(codePoint)[1];

    private static string Range(int from, int to) => from == to ? Unit(from) : $"{Unit(from)}-{Unit(to)}";

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
