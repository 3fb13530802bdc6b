using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TnsEval.Reports.Markup;

/// <summary>
/// A piece of a Markdown document for GitHub. Markup comes from literals in the source; what stands in a hole is a figure, a piece, or else somebody's
/// text, which becomes a code span: nothing in there is markup, a mention, or a link.
/// </summary>
internal readonly struct Markdown
{
    private readonly string? _text;

    private Markdown(string text) => _text = text;

    /// <summary>Characters.</summary>
    public int Length => _text?.Length ?? 0;

    /// <summary>Markup with its holes made safe.</summary>
    public static Markdown Of(MarkdownHandler text) => new(text.ToString());

    /// <summary>Pieces one after the other.</summary>
    public static Markdown Join(IEnumerable<Markdown> pieces) => new(string.Concat(pieces.Select(piece => piece._text)));

    /// <summary>Text as a code span on one line that also stands in a table's cell.</summary>
    public static string Code(string text)
    {
        var line = VisibleText.Of(text).Replace('\n', ' ').Replace('\t', ' ').Replace("|", "\\|", StringComparison.Ordinal);
        var fence = new string('`', LongestRun(line) + 1);
        return line.Length == 0 ? "" : line[0] == '`' || line[^1] == '`' || fence.Length > 1 ? $"{fence} {line} {fence}" : $"`{line}`";
    }

    public override string ToString() => _text ?? "";

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var character in line)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}

/// <summary>What the compiler makes of <c>Markdown.Of($"...")</c>.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkdownHandler(int literalLength, int holeCount)
{
    private readonly StringBuilder _text = new(literalLength + (holeCount * 16));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(string? text) => _text.Append(Markdown.Code(text ?? ""));

    public void AppendFormatted(Figure figure) => _text.Append(figure);

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Markdown piece) => _text.Append(piece);

    public void AppendFormatted(IEnumerable<Markdown> pieces) => _text.Append(Markdown.Join(pieces));

    public override string ToString() => _text.ToString();
}
