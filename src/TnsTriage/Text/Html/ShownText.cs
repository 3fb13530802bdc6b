using System.Buffers;

namespace TnsTriage.Text.Html;

/// <summary>
/// Lays text out as a page does: white space collapses, elements break lines, nothing separates where nothing has been shown yet.
/// Whatever it puts between two pieces of text stands for the raw text between them.
/// </summary>
internal sealed class ShownText(string raw)
{
    private static readonly SearchValues<char> NotShownAsItIs = SearchValues.Create(" \t\n\f\r\u00A0&");

    private readonly MappedTextBuilder _text = new(MappedText.Identity(raw));
    private readonly List<Range> _quotes = [];
    private int? _quoteStart;
    private int _pendingLineBreaks;
    private bool _pendingBlank;

    /// <summary>The end of the last raw text that was shown.</summary>
    private int _shownTo;

    /// <summary>Where the text starts to which the next piece belongs.</summary>
    private int _start;

    /// <summary>Characters shown so far.</summary>
    public int Length => _text.Length;

    /// <summary>Whether what comes next stands at the start of a line.</summary>
    public bool IsAtLineStart => _text.Length == _start || _pendingLineBreaks > 0;

    /// <summary>Whether what comes next is quoted. Quoted text stands on lines of its own.</summary>
    public bool IsQuoted
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                EndQuote();
                BreakLines(1);
            }
        }
    }

    /// <summary>The text, and the quoted ranges in it: ascending and apart.</summary>
    public (MappedText Text, IReadOnlyList<Range> Quotes) Build()
    {
        EndQuote();
        return (_text.Build(), _quotes);
    }

    /// <summary>What comes next belongs to nothing before; nothing separates them.</summary>
    /// <param name="rawStart">Where it starts in the raw text.</param>
    public void StartAnew(int rawStart) =>
        (_start, _shownTo, _pendingLineBreaks, _pendingBlank) = (_text.Length, rawStart, 0, false);

    public string TextFrom(int start) => _text.TextFrom(start);

    /// <summary>The next text goes on a line of its own, at least so many lines down.</summary>
    public void BreakLines(int atLeast) => _pendingLineBreaks = Math.Max(_pendingLineBreaks, atLeast);

    /// <summary>The next text goes one line further down; no more than one line stays empty.</summary>
    public void BreakLine() => _pendingLineBreaks = Math.Min(2, _pendingLineBreaks + 1);

    /// <summary>A blank goes before the next text.</summary>
    public void Blank() => _pendingBlank = true;

    /// <summary>Shows character data: references are resolved, white space collapses.</summary>
    public void ShowData(int start, int end, bool keepLineBreaks)
    {
        for (var at = start; at < end;)
        {
            if (IsBlank(raw[at]))
            {
                ShowWhiteSpace(raw[at++], keepLineBreaks);
            }
            else if (raw[at] == '&' && CharacterReference.Read(raw.AsSpan(at, end - at), out var symbol) is var length and > 0)
            {
                ShowSymbol(at, length, symbol, keepLineBreaks);
                at += length;
            }
            else
            {
                var stop = raw.AsSpan(at + 1, end - at - 1).IndexOfAny(NotShownAsItIs) is var found and >= 0 ? at + 1 + found : end;
                Show(at, stop);
                at = stop;
            }
        }
    }

    /// <summary>Shows raw text as it is.</summary>
    public void Show(int start, int end)
    {
        Separate(start);
        _text.Keep(start, end - start);
        _shownTo = end;
    }

    /// <summary>Shows a text of our own words that stands for a stretch of the raw text.</summary>
    public void ShowInstead(int start, int end, string text)
    {
        Separate(start);
        Append(start, end, text);
        _shownTo = end;
    }

    /// <summary>Shows something that belongs to the text just shown, before whatever separates that from the next.</summary>
    public void Append(int start, int end, string text) => _text.Replace(start, end - start, text);

    /// <summary>The same, for raw text as it is.</summary>
    public void Append(int start, int end) => _text.Keep(start, end - start);

    /// <summary>Writes what separates the next text from the last.</summary>
    /// <param name="rawStart">Where the next text starts in the raw text.</param>
    private void Separate(int rawStart)
    {
        var between = raw.AsSpan(_shownTo, Math.Max(0, rawStart - _shownTo));
        if (_text.Length > _start && _pendingLineBreaks > 0)
        {
            _text.Replace(_shownTo, between.Length, _pendingLineBreaks == 1 ? "\n" : "\n\n");
        }
        else if (_text.Length > _start && _pendingBlank)
        {
            _text.Replace(_shownTo, between.Length, " ");
        }

        (_pendingLineBreaks, _pendingBlank, _shownTo) = (0, false, Math.Max(_shownTo, rawStart));
        if (IsQuoted)
        {
            _quoteStart ??= _text.Length;
        }
    }

    private void EndQuote()
    {
        if (_quoteStart is { } start)
        {
            _quotes.Add(start.._text.Length);
            _quoteStart = null;
        }
    }

    private void ShowSymbol(int start, int length, string symbol, bool keepLineBreaks)
    {
        if (IsBlank(symbol[0]))
        {
            ShowWhiteSpace(symbol[0], keepLineBreaks);
        }
        else
        {
            ShowInstead(start, start + length, symbol);
        }
    }

    private void ShowWhiteSpace(char character, bool keepLineBreaks)
    {
        if (keepLineBreaks && character == '\n')
        {
            BreakLine();
        }
        else
        {
            Blank();
        }
    }

    /// <summary>HTML's white space, and the no-break space, with which mail programs fill empty lines.</summary>
    private static bool IsBlank(char character) => character is ' ' or '\t' or '\n' or '\f' or '\r' or '\u00A0';
}
