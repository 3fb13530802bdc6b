using System.Text;

namespace TnsEval.Cli.Output;

/// <summary>How words are made to stand out: in colour on a terminal, between marks elsewhere.</summary>
/// <param name="Before">Put before.</param>
/// <param name="After">Put behind.</param>
internal sealed record Emphasis(string Before, string After)
{
    public static Emphasis Colours { get; } = new("\u001b[1;33m", "\u001b[0m");

    public static Emphasis Marks { get; } = new("«", "»");

    /// <summary>A text of strangers with some of its ranges emphasised, safe to show; all lines but the first indented.</summary>
    /// <param name="text">The text as it arrived.</param>
    /// <param name="ranges">Places in it, in any order; they may overlap.</param>
    /// <param name="indent">Put before each further line. Emphasis ends before a line does and begins anew after it, as pagers need it.</param>
    public string Apply(string text, IEnumerable<(int Start, int Length)> ranges, string indent)
    {
        var shown = new StringBuilder();
        var at = 0;
        foreach (var (start, end) in Merged(ranges))
        {
            shown.Append(Printable.Lines(text[at..start], indent));
            shown.Append(Before).Append(Printable.Lines(text[start..end], "").Replace("\n", $"{After}\n{indent}{Before}", StringComparison.Ordinal)).Append(After);
            at = end;
        }

        return shown.Append(Printable.Lines(text[at..], indent)).ToString();
    }

    private static IEnumerable<(int Start, int End)> Merged(IEnumerable<(int Start, int Length)> ranges)
    {
        (int Start, int End)? open = null;
        foreach (var (start, length) in ranges.OrderBy(range => range.Start))
        {
            if (open is { } last && start <= last.End)
            {
                open = (last.Start, Math.Max(last.End, start + length));
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (start, start + length);
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }
}
