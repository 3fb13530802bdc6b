using System.Buffers;
using System.Globalization;
using System.Text;

namespace TnsTriage.Text.Characters;

/// <summary>
/// One spelling for what looks the same: form C, letters and digits without style, plain blanks and line feeds, nothing invisible. The
/// words stay; look-alike letters of other scripts are the business of <see cref="LookAlikes"/>.
/// </summary>
internal static class ReadableCharacters
{
    /// <summary>
    /// Most of what people write: characters that are folded to themselves and combine with nothing before them. Only a short cut.
    /// </summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
    [
        '\t', '\n', .. Range(' ', '~'), .. Range('\u00A1', '\u00AC'), .. Range('\u00AE', '\u02FF'),   // Latin
        .. Range('\u0388', '\u0482'), .. Range('\u048A', '\u052F'),                                 // Greek, Cyrillic
        .. Range('\u2010', '\u2027'), .. Range('\u4E00', '\u9FFF'), .. Range('\uAC00', '\uD7A3'),   // punctuation, Han, Hangul
    ]);

    /// <summary>Folds a text. Linear in its length; lone surrogates become U+FFFD.</summary>
    public static MappedText Fold(MappedText source) => source.Text.AsSpan().ContainsAnyExcept(Plain) ? new Folding(source).Run() : source;

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(character => (char)character);

    private sealed class Folding(MappedText source)
    {
        private readonly string _text = source.Text;
        private readonly MappedTextBuilder _folded = new(source);
        private readonly StringBuilder _cluster = new();
        private int _keptFrom;

        public MappedText Run()
        {
            for (var at = SkipPlain(0); at < _text.Length; at = SkipPlain(Next(at)))
            {
            }

            Flush(_text.Length);
            return _folded.Build();
        }

        /// <summary>
        /// The next place that needs a look: the plain character before a special one is included, as a mark may follow it.
        /// </summary>
        private int SkipPlain(int from)
        {
            var special = _text.AsSpan(from).IndexOfAnyExcept(Plain);
            return special < 0 ? _text.Length : from + Math.Max(0, special - 1);
        }

        /// <summary>Handles one character with the marks on it, and returns the place after them.</summary>
        private int Next(int start)
        {
            Rune.DecodeFromUtf16(_text.AsSpan(start), out var rune, out var length);   // U+FFFD for a lone surrogate
            var end = start + length;
            if (InvisibleCharacters.Contains(rune))
            {
                var kept = InvisibleCharacters.MeaningfulLength(_text, start);
                return kept > 0 ? start + kept : Change(start, end, "");
            }

            if (rune.Value == '\r')
            {
                return Change(start, end, end < _text.Length && _text[end] == '\n' ? "" : "\n");
            }

            var readable = WithMarks(Fold(rune), ref end);
            return _text.AsSpan(start, end - start).SequenceEqual(readable) ? end : Change(start, end, readable);
        }

        private int Change(int start, int end, string text)
        {
            Flush(start);
            if (text.Length > 0)
            {
                _folded.Replace(start, end - start, text);
            }

            _keptFrom = end;
            return end;
        }

        private string WithMarks(Rune rune, ref int end)
        {
            if (!MarkFollows(end, out _, out _) && CanonicalComposition.IsComposed(rune))
            {
                return rune.ToString();
            }

            _cluster.Clear().Append(rune);
            while (MarkFollows(end, out var mark, out var afterMark))
            {
                _cluster.Append(mark);
                end = afterMark;
            }

            return CanonicalComposition.Normalize(_cluster.ToString());
        }

        /// <summary>Whether a mark, perhaps behind invisible characters that mean nothing, belongs to what ends here.</summary>
        private bool MarkFollows(int at, out Rune mark, out int afterMark)
        {
            for (; Rune.DecodeFromUtf16(_text.AsSpan(at), out mark, out var length) != OperationStatus.NeedMoreData; at += length)
            {
                afterMark = at + length;
                if (!InvisibleCharacters.Contains(mark))
                {
                    return CanonicalComposition.Combines(mark);
                }

                if (InvisibleCharacters.MeaningfulLength(_text, at) > 0)
                {
                    return false;
                }
            }

            afterMark = at;
            return false;
        }

        private void Flush(int to)
        {
            _folded.Keep(_keptFrom, to - _keptFrom);
            _keptFrom = to;
        }

        private static Rune Fold(Rune rune) =>
            rune.Value is '\v' or '\f' or 0x85 or 0x2028 or 0x2029 ? new Rune('\n')
            : StyledLetters.Plain(rune) is { } plain ? new Rune(plain)
            : Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator ? new Rune(' ')
            : rune;
    }
}
