using TnsTriage.Text.Quotes;

namespace TnsTriage.Text;

/// <summary>
/// Writes a text with <see cref="Marks"/> around what is quoted, in place of the signs at the start of its lines, and around what is
/// hidden. What is hidden has no say in what is quoted, and comes after the line in which it stands; where both meet, the mark of the
/// quote is the outer one.
/// </summary>
internal sealed class MarkedText
{
    private readonly TextLines _lines;
    private readonly IReadOnlyList<bool> _isQuoted;
    private readonly MappedTextBuilder _marked;
    private bool _inQuote;

    private MarkedText(MappedText source, TextLines lines, IReadOnlyList<bool> isQuoted)
    {
        _lines = lines;
        _isQuoted = isQuoted;
        _marked = new MappedTextBuilder(source);
    }

    /// <summary>Marks a text. Linear in its length.</summary>
    /// <param name="shown">What people see.</param>
    /// <param name="quotes">Ranges of it known to be quoted; ascending, apart, each on lines of its own.</param>
    /// <param name="hidden">What they do not see, in the order in which it stands.</param>
    public static MappedText Of(MappedText shown, IReadOnlyList<Range> quotes, IReadOnlyList<HiddenText> hidden)
    {
        if (quotes.Count == 0 && hidden.Count == 0 && !QuoteFinder.MayQuote(shown.Text))
        {
            return shown;
        }

        var lines = new TextLines(shown.Text);
        var isQuoted = QuoteFinder.Find(lines, quotes);
        return hidden.Count > 0 || isQuoted.Contains(value: true) ? new MarkedText(shown, lines, isQuoted).Write(hidden) : shown;
    }

    private MappedText Write(IReadOnlyList<HiddenText> hidden)
    {
        var placed = Placed(hidden);
        var next = 0;
        var isEmpty = _lines.End(_lines.Count - 1) == 0;
        for (var line = 0; line < (isEmpty ? 0 : _lines.Count); line++)
        {
            next = WriteHidden(placed, next, line);
            StartLine(_isQuoted[line]);
            var start = _lines.Start(line) + (_isQuoted[line] ? QuoteFinder.SignLength(_lines.Whole(line)) : 0);
            var end = line < _lines.Count - 1 ? _lines.Start(line + 1) : _lines.End(line);
            _marked.Keep(start, end - start);
        }

        WriteHidden(placed, next, _lines.Count);
        if (_inQuote)
        {
            _marked.Insert($"\n{Marks.QuoteClosing}");
        }

        return _marked.Build();
    }

    /// <summary>For each hidden text the line before which it goes, ascending, and whether it is quoted there.</summary>
    private List<(int Line, bool IsQuoted, MappedText Text)> Placed(IReadOnlyList<HiddenText> hidden)
    {
        var placed = new List<(int Line, bool IsQuoted, MappedText Text)>(hidden.Count);
        var (before, after, line) = (-1, _lines.NextWithText(0), 0);
        foreach (var text in hidden)
        {
            while (before + 1 < _lines.Count && _lines.Start(before + 1) < text.Place)
            {
                before++;
            }

            after = after > before ? after : _lines.NextWithText(before + 1);
            var isBeforeQuoted = before >= 0 && _isQuoted[before];
            var isAfterQuoted = text.IsInLine ? isBeforeQuoted : after < _lines.Count && _isQuoted[after];
            var isQuoted = isBeforeQuoted == isAfterQuoted ? isBeforeQuoted : text.IsQuoted;
            line = Math.Max(line, isQuoted == isBeforeQuoted ? before + 1 : after);
            placed.Add((line, isQuoted, text.Text));
        }

        return placed;
    }

    /// <summary>Writes the hidden texts that go before a line, those that are quoted alike between one pair of marks.</summary>
    /// <returns>The number of the first that was not written.</returns>
    private int WriteHidden(List<(int Line, bool IsQuoted, MappedText Text)> placed, int next, int line)
    {
        while (next < placed.Count && placed[next].Line <= line)
        {
            var isQuoted = placed[next].IsQuoted;
            StartLine(isQuoted, $"{Marks.HiddenOpening}\n");
            _marked.Append(placed[next].Text);
            for (next++; next < placed.Count && placed[next].Line <= line && placed[next].IsQuoted == isQuoted; next++)
            {
                _marked.AppendLine(placed[next].Text);
            }

            _marked.Insert($"\n{Marks.HiddenClosing}");
        }

        return next;
    }

    /// <summary>Starts a line, on which a mark may stand, after the mark of a quote that starts or ends there.</summary>
    private void StartLine(bool isQuoted, string mark = "")
    {
        if (isQuoted != _inQuote)
        {
            _inQuote = isQuoted;
            StartLine(isQuoted, isQuoted ? Marks.QuoteOpening : Marks.QuoteClosing);
        }

        _marked.Insert(_marked.IsAtLineStart ? mark : $"\n{mark}");
    }
}
