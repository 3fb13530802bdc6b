using System.Text.RegularExpressions;

namespace TnsTriage.Text.Quotes;

/// <summary>
/// The lines that stand around quoted text in a view. They stand for no raw text, so no evidence can be found in them; and no sender
/// can write them, for in the text of a ticket their opening bracket becomes a parenthesis.
/// </summary>
internal static partial class QuoteMarks
{
    public const string Opening = "[quoted text]";
    public const string Closing = "[end of quoted text]";

    /// <summary>Puts marks around what is quoted, in place of the signs at the start of its lines.</summary>
    /// <param name="source">The text.</param>
    /// <param name="known">Ranges of it known to be quoted; ascending, apart, each on lines of its own.</param>
    public static MappedText Mark(MappedText source, IReadOnlyList<Range> known)
    {
        if (known.Count == 0 && !MayQuote(source.Text))
        {
            return source;
        }

        var lines = new TextLines(source.Text);
        var isQuoted = QuoteFinder.Find(lines, known);
        return isQuoted.Contains(value: true) ? Mark(source, lines, isQuoted) : source;
    }

    /// <summary>Changes the bracket of whatever looks like one of our marks and is not.</summary>
    public static MappedText Disarm(MappedText source)
    {
        if (!source.Text.AsSpan().ContainsAny('[', '［'))
        {
            return source;
        }

        var text = source.Text.ToCharArray();
        foreach (var match in LooksLikeMark.EnumerateMatches(source.Text))
        {
            if (!source.IsInserted(match.Index))
            {
                text[match.Index] = '(';
            }
        }

        return source.WithCharacters(new string(text));
    }

    private static MappedText Mark(MappedText source, TextLines lines, IReadOnlyList<bool> isQuoted)
    {
        var marked = new MappedTextBuilder(source);
        for (var line = 0; line < lines.Count; line++)
        {
            var wasQuoted = line > 0 && isQuoted[line - 1];
            if (isQuoted[line] != wasQuoted)
            {
                marked.Insert(isQuoted[line] ? $"{Opening}\n" : $"{Closing}\n");
            }

            var start = lines.Start(line) + (isQuoted[line] ? QuoteFinder.SignLength(lines.Whole(line)) : 0);
            var end = line < lines.Count - 1 ? lines.Start(line + 1) : lines.End(line);
            marked.Keep(start, end - start);
        }

        if (isQuoted[^1])
        {
            marked.Insert($"\n{Closing}");
        }

        return marked.Build();
    }

    private static bool MayQuote(string text)
    {
        foreach (var line in text.AsSpan().Split('\n'))
        {
            if (QuoteFinder.MayStart(text.AsSpan(line)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The marks above, and the headings of <see cref="PreparedTicket.ThreadView"/>.</summary>
    [GeneratedRegex(
        @"[\[［](?=\s{0,9}(end\s{1,9}of\s{1,9}quoted\s{1,9}text|quoted\s{1,9}text|message\s{1,9}\d))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Timeout.Infinite)]
    private static partial Regex LooksLikeMark { get; }
}
