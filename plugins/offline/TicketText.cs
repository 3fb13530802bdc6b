namespace TnsEval.Plugins.Offline;

/// <summary>
/// A ticket cut into segments: sentences, or parts of long ones. A segment lies inside one line, so it is a verbatim quote of one message,
/// and is short enough to be shown. Judging segments rather than the whole keeps a long ticket from drowning the sentence that matters.
/// </summary>
internal sealed class TicketText
{
    /// <summary>The longest segment, in UTF-16 code units: what an assessment may quote.</summary>
    public const int MaxSegmentLength = 200;

    /// <summary>
    /// A line may begin with a label such as "Subject:", which belongs to the layout; labels have at most this many code units.
    /// </summary>
    private const int MaxLabelLength = 24;

    private const string LanguageLabel = "language";

    /// <summary>The longest tag that RFC 5646 asks software to hold (section 4.4.1); anything longer is not one.</summary>
    private const int MaxLanguageLength = 35;

    private readonly ReadOnlyMemory<char> _text;
    private readonly List<Range> _segments = [];

    private TicketText(ReadOnlyMemory<char> text) => _text = text;

    /// <summary>The value of the line "Language: ..." at the ticket's top, or null.</summary>
    public string? Language { get; private set; }

    /// <summary>How many segments there are; none when nothing is written.</summary>
    public int SegmentCount => _segments.Count;

    /// <summary>Segments in the order of the text.</summary>
    public ReadOnlySpan<char> this[int segment] => _text.Span[_segments[segment]];

    /// <summary>All segments, one a line: what the ticket says without the words of its layout.</summary>
    public override string ToString() => string.Join('\n', _segments.Select(segment => _text[segment]));

    /// <summary>Cuts a text. Linear in its length.</summary>
    public static TicketText Of(ReadOnlyMemory<char> text)
    {
        var ticket = new TicketText(text);
        var isFirstLine = true;
        foreach (var line in text.Span.Split('\n'))
        {
            ticket.AddLine(line, isFirstLine);
            isFirstLine = false;
        }

        return ticket;
    }

    private void AddLine(Range line, bool isFirstLine)
    {
        var (start, length) = line.GetOffsetAndLength(_text.Length);
        var span = _text.Span.Slice(start, length);
        var label = LabelLength(span);
        if (isFirstLine
            && label > 0
            && span[..(label - 1)].Equals(LanguageLabel, StringComparison.OrdinalIgnoreCase)
            && span[label..].Trim() is { Length: > 0 and <= MaxLanguageLength } language)
        {
            Language = language.ToString();
            return;
        }

        if (!IsPlaceholder(span.Trim()) && !IsMark(span.Trim()))
        {
            AddSentences(start + label + QuoteMarksLength(span[label..]), start + length);
        }
    }

    /// <summary>"(none)" and the like: the layout's way to say that nothing stands here.</summary>
    private static bool IsPlaceholder(ReadOnlySpan<char> line) => line is ['(', .., ')'] && !line.Contains(' ');

    /// <summary>A line wholly in brackets, such as "[message 1, from sender]" or "[quoted text]": the layout's, not the ticket's.</summary>
    private static bool IsMark(ReadOnlySpan<char> line) => line is ['[', .., ']'] && line.IndexOf(']') == line.Length - 1;

    /// <summary>The marks that mail programs put before quoted lines.</summary>
    private static int QuoteMarksLength(ReadOnlySpan<char> line) => line.IndexOfAnyExcept('>', ' ') is var length and > 0 ? length : 0;

    /// <summary>The length of "Subject:", "sender:", "[agent]" and the like at the start of a line, or 0.</summary>
    private static int LabelLength(ReadOnlySpan<char> line)
    {
        var end = line[..Math.Min(line.Length, MaxLabelLength + 1)].IndexOfAny(':', ']');
        if (end <= 0 || (end + 1 < line.Length && !char.IsWhiteSpace(line[end + 1])) || (line[0] == '[') != (line[end] == ']'))
        {
            return 0;
        }

        foreach (var character in line[(line[0] == '[' ? 1 : 0)..end])
        {
            if (!char.IsLetter(character) && character != ' ')
            {
                return 0;
            }
        }

        return end + 1;
    }

    private void AddSentences(int start, int end)
    {
        var text = _text.Span;
        var begin = start;
        for (var at = start; at < end; at++)
        {
            if (IsHalfCharacter(text, at))
            {
                AddSegment(begin, at);   // cannot be written as JSON, so no quote may hold it
                begin = at + 1;
            }
            else if (EndsSentence(text, begin, at, end))
            {
                AddSegment(begin, at + 1);
                begin = at + 1;
            }
            else if (at + 1 - begin >= MaxSegmentLength)
            {
                var cut = LastSpace(text, begin, at) is var space and > 0 ? space : char.IsHighSurrogate(text[at]) ? at : at + 1;
                AddSegment(begin, cut);
                begin = cut;
            }
        }

        AddSegment(begin, end);
    }

    private static bool EndsSentence(ReadOnlySpan<char> text, int begin, int at, int end)
    {
        if (text[at] is '。' or '！' or '？')
        {
            return true;
        }

        if (at + 1 < end && !char.IsWhiteSpace(text[at + 1]))
        {
            return false;
        }

        var mark = at;
        while (mark > begin && text[mark] is '"' or '\'' or ')' or ']' or '\u201D' or '\u2019' or '»')
        {
            mark--;   // a sentence takes its closing quotes with it
        }

        return text[mark] is '.' or '!' or '?' or ';' or ':';
    }

    private static int LastSpace(ReadOnlySpan<char> text, int begin, int at)
    {
        while (at > begin && !char.IsWhiteSpace(text[at]))
        {
            at--;
        }

        return at > begin ? at : 0;
    }

    private static bool IsHalfCharacter(ReadOnlySpan<char> text, int at) =>
        (char.IsHighSurrogate(text[at]) && (at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])))
        || (char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1])));

    private void AddSegment(int start, int end)
    {
        var text = _text.Span;
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            _segments.Add(start..end);
        }
    }
}
