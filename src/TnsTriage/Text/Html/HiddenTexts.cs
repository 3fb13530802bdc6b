using System.Text;
using TnsTriage.Text.Characters;

namespace TnsTriage.Text.Html;

/// <summary>
/// Collects what a mail hides, apart from what it shows, so that nothing hidden can break up a word or a sentence that people read. A
/// piece ends where something is shown, or where a quote starts or ends.
/// </summary>
internal sealed class HiddenTexts(string raw, ShownText shown)
{
    private readonly List<(int Start, int Place, bool IsInLine, bool IsQuoted)> _pieces = [];

    /// <summary>All pieces one after the other; null before the first.</summary>
    public ShownText? Text { get; private set; }

    /// <summary>Where to write hidden text that stands at a place in the raw text.</summary>
    public ShownText At(int rawStart)
    {
        Text ??= new ShownText(raw);
        if (_pieces is not [.., var last] || last.Place != shown.Length || last.IsQuoted != shown.IsQuoted)
        {
            _pieces.Add((Text.Length, shown.Length, !shown.IsAtLineStart, shown.IsQuoted));
            Text.StartAnew(rawStart);
        }

        return Text;
    }

    /// <summary>The pieces in which there is anything to read, without the fillers at their ends.</summary>
    public IReadOnlyList<HiddenText> Build()
    {
        if (Text is null)
        {
            return [];
        }

        var (text, _) = Text.Build();
        var readable = new List<HiddenText>();
        for (var at = 0; at < _pieces.Count; at++)
        {
            var (start, place, isInLine, isQuoted) = _pieces[at];
            var end = at + 1 < _pieces.Count ? _pieces[at + 1].Start : text.Text.Length;
            if (ReadablePart(text.Text, start, end) is { Length: > 0 } part)
            {
                readable.Add(new HiddenText(text.Part(part.Start, part.Length), place, isInLine, isQuoted));
            }
        }

        return readable;
    }

    /// <summary>
    /// Newsletters fill the line that an inbox shows with dozens of blanks and invisible characters, to keep other text out of it.
    /// </summary>
    private static (int Start, int Length) ReadablePart(string text, int start, int end)
    {
        var (first, last) = (end, end);
        for (var at = start; at < end;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at, end - at), out var rune, out var length);
            if (!Rune.IsWhiteSpace(rune) && !InvisibleCharacters.Contains(rune))
            {
                (first, last) = (Math.Min(first, at), at + length);
            }

            at += length;
        }

        return (first, last - first);
    }
}
