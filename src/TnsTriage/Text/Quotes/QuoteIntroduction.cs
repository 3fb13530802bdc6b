namespace TnsTriage.Text.Quotes;

/// <summary>Recognizes, by <see cref="QuotePatterns"/>, what stands above a quote.</summary>
internal static class QuoteIntroduction
{
    private const int LongestAttribution = 3;
    private const int LongestHeaderBlock = 6;

    /// <summary>Whether a line, trimmed, may be the start of an introduction: a cheap test.</summary>
    public static bool MayStart(ReadOnlySpan<char> line) =>
        line.Length <= QuotePatterns.LongestLine
        && (QuotePatterns.AttributionStart.IsMatch(line) || QuotePatterns.Separator.IsMatch(line) || QuotePatterns.From.IsMatch(line));

    /// <summary>
    /// Whether all that follows a line is quoted: it is a separator, or the first of a block of mail headers that nobody forwards.
    /// </summary>
    public static bool IsSeparator(TextLines lines, int line) =>
        QuotePatterns.Separator.IsMatch(lines[line])
        || (QuotePatterns.From.IsMatch(lines[line])
            && !(lines.PreviousWithText(line) is var before and >= 0 && IsForwardHeading(lines[before]))
            && IsHeaderBlock(lines, line));

    /// <summary>The number of the line after an attribution that starts at a line, or null when none does. Mail programs wrap it.</summary>
    public static int? AttributionEnd(TextLines lines, int line)
    {
        if (!QuotePatterns.AttributionStart.IsMatch(lines[line]))
        {
            return null;
        }

        var joined = "";
        for (var next = line; next < Math.Min(line + LongestAttribution, lines.Count); next++)
        {
            joined = $"{joined} {lines[next]}".Trim();
            if (joined.Length > QuotePatterns.LongestLine)
            {
                return null;
            }

            if (QuotePatterns.Attribution.IsMatch(joined))
            {
                return next + 1;
            }
        }

        return null;
    }

    /// <summary>Whether a line, trimmed, says that what follows is forwarded.</summary>
    public static bool IsForwardHeading(ReadOnlySpan<char> line) =>
        line.Length <= QuotePatterns.LongestLine && QuotePatterns.ForwardHeading.IsMatch(line);

    private static bool IsHeaderBlock(TextLines lines, int line)
    {
        var (sent, toOrSubject) = (false, false);
        for (var count = 1; count < LongestHeaderBlock && (line = lines.NextWithText(line + 1)) < lines.Count; count++)
        {
            sent |= QuotePatterns.Sent.IsMatch(lines[line]);
            toOrSubject |= QuotePatterns.ToOrSubject.IsMatch(lines[line]);
        }

        return sent && toOrSubject;
    }
}
