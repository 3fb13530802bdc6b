namespace TnsTriage.Text.Quotes;

/// <summary>
/// Finds the lines of a text that its sender quotes: lines behind ">" with the attribution above them, and all that follows a mail
/// program's separator or block of mail headers. Words alone make no quote: under "On Sunday he wrote:" people type what they want
/// read. What is forwarded is no quote, and nor is a whole text, for there is nothing else that its sender could have meant.
/// </summary>
internal sealed class QuoteFinder
{
    private readonly TextLines _lines;
    private readonly bool[] _isQuoted;

    private QuoteFinder(TextLines lines)
    {
        _lines = lines;
        _isQuoted = new bool[lines.Count];
    }

    /// <summary>Says of each line whether it is quoted. Linear in the length of the text.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="known">Ranges of it known to be quoted; ascending and apart.</param>
    public static IReadOnlyList<bool> Find(TextLines lines, IReadOnlyList<Range> known)
    {
        var finder = new QuoteFinder(lines);
        finder.TakeKnown(known);
        finder.TakeSigned();
        finder.TakeIntroduced();
        finder.FillEmptyLines();
        finder.LeaveForwards();
        finder.LeaveWholeText();
        return finder._isQuoted;
    }

    /// <summary>Whether a text may hold a quote: a cheap test that lets most texts pass.</summary>
    public static bool MayQuote(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (SignLength(line) > 0 || QuoteIntroduction.MayStart(line.Trim()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The length of the signs before a quoted line (">", "> > "); 0 when there are none, or it is "->" or the face of somebody angry.
    /// </summary>
    public static int SignLength(ReadOnlySpan<char> line)
    {
        var length = line.IndexOfAnyExcept(' ');
        if (length < 0 || line[length] != '>')
        {
            return 0;
        }

        length = line.IndexOfAnyExcept('>', ' ') is var other and >= 0 ? other : line.Length;
        var isQuoted = length == line.Length || line[length - 1] == ' ' || char.IsWhiteSpace(line[length]) || char.IsLetter(line[length]);
        return isQuoted ? length : 0;
    }

    private void TakeKnown(IReadOnlyList<Range> known)
    {
        var line = 0;
        foreach (var range in known)
        {
            for (; line < _lines.Count && _lines.Start(line) < range.End.Value; line++)
            {
                _isQuoted[line] = _lines.Start(line) >= range.Start.Value;
            }
        }
    }

    private void TakeSigned()
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            _isQuoted[line] |= SignLength(_lines.Whole(line)) > 0;
        }
    }

    private void TakeIntroduced()
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            if (_isQuoted[line] || !QuoteIntroduction.MayStart(_lines[line]))
            {
                continue;
            }

            if (QuoteIntroduction.IsSeparator(_lines, line))
            {
                Take(line, _lines.Count);
                return;
            }

            if (QuoteIntroduction.AttributionEnd(_lines, line) is not { } end)
            {
                continue;
            }

            var next = _lines.NextWithText(end);
            if (next < _lines.Count && _isQuoted[next])
            {
                Take(line, next);
            }
            else if (HasAddress(line, end))
            {
                Take(line, _lines.Count);
                return;
            }
        }
    }

    /// <summary>Empty lines between two quoted ones are quoted; those around a quote are not.</summary>
    private void FillEmptyLines()
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            if (_lines.IsEmpty(line))
            {
                var next = _lines.NextWithText(line);
                var isInside = line > 0 && _isQuoted[line - 1] && next < _lines.Count && _isQuoted[next];
                Array.Fill(_isQuoted, isInside, line, next - line);
                line = next;
            }
        }
    }

    private void LeaveForwards()
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            var start = line;
            while (line < _lines.Count && _isQuoted[line])
            {
                line++;
            }

            if (line > start && QuoteIntroduction.IsForwardHeading(_lines[start][SignLength(_lines[start])..]))
            {
                Array.Fill(_isQuoted, value: false, start, line - start);
            }
        }
    }

    private void LeaveWholeText()
    {
        for (var line = 0; line < _lines.Count; line++)
        {
            if (!_isQuoted[line] && !_lines.IsEmpty(line))
            {
                return;
            }
        }

        Array.Clear(_isQuoted);
    }

    private bool HasAddress(int from, int to)
    {
        for (var line = from; line < to; line++)
        {
            if (_lines[line].Contains('@'))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(int from, int to) => Array.Fill(_isQuoted, value: true, from, to - from);
}
