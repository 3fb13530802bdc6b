using System.Buffers;
using System.Text;
using TnsTriage.Text.Characters;

namespace TnsTriage.Text;

/// <summary>
/// A text in the form in which evidence is compared with it: every run of white space one blank, typography plain (curly quotation
/// marks, dashes, the ellipsis), nothing invisible. The wording stays as it is, case and accents included.
/// </summary>
internal sealed class EvidenceIndex
{
    /// <summary>Stands where we inserted something, so that nothing is found across it. No folded text has this character.</summary>
    private const char Barrier = '\0';

    private readonly MappedText _source;
    private readonly string _folded;
    private readonly Stretch[] _stretches;

    private EvidenceIndex(MappedText source, string folded, Stretch[] stretches)
    {
        _source = source;
        _folded = folded;
        _stretches = stretches;
    }

    /// <summary>Indexes a text that went through <see cref="ReadableCharacters"/>. Linear in its length.</summary>
    public static EvidenceIndex Of(MappedText source) => new Folding(source).Run();

    /// <summary>Finds the first place where a text stands that went through the same.</summary>
    /// <returns>Its raw range, or null.</returns>
    public (int Start, int Length)? Find(EvidenceIndex quote)
    {
        var wanted = quote._folded.AsSpan().Trim(' ');
        if (wanted.IsEmpty || _folded.AsSpan().IndexOf(wanted) is not (>= 0 and var at))
        {
            return null;
        }

        var (first, last) = (PlaceOf(at), PlaceOf(at + wanted.Length - 1));
        return _source.RawRange(first, last + 1 - first);
    }

    /// <summary>The place in the source of a folded character.</summary>
    private int PlaceOf(int folded)
    {
        var (low, high) = (0, _stretches.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].Folded <= folded ? (middle, high) : (low, middle - 1);
        }

        return _stretches[low].PlaceOf(folded);
    }

    /// <summary>Folded characters that stand side by side in the source too; it ends where the next one starts.</summary>
    private readonly record struct Stretch(int Folded, int Place)
    {
        public int PlaceOf(int folded) => Place + folded - Folded;
    }

    private sealed class Folding(MappedText source)
    {
        private readonly List<Stretch> _stretches = [];
        private char[] _folded = [];
        private int _length;
        private int? _blank;

        public EvidenceIndex Run()
        {
            // An ellipsis is the only character that grows.
            _folded = ArrayPool<char>.Shared.Rent(source.Text.Length + (2 * source.Text.AsSpan().Count('\u2026')));
            foreach (var run in source.Runs)
            {
                if (run.IsInserted)
                {
                    Add(Barrier, run.Start);
                }
                else
                {
                    Fold(run.Start, run.Start + run.Length);
                }
            }

            var folded = _folded.AsSpan(0, _length);
            var text = folded.SequenceEqual(source.Text) ? source.Text : folded.ToString();
            ArrayPool<char>.Shared.Return(_folded);
            return new EvidenceIndex(source, text, [.. _stretches]);
        }

        private void Fold(int start, int end)
        {
            for (var at = start; at < end; at++)
            {
                var character = source.Text[at];
                if (char.IsWhiteSpace(character))
                {
                    _blank ??= at;
                }
                else if (character < 0x80)
                {
                    Add(character, at);
                }
                else if (Rune.TryGetRuneAt(source.Text, at, out var rune) && InvisibleCharacters.Contains(rune))
                {
                    at += rune.Utf16SequenceLength - 1;
                }
                else
                {
                    AddPlain(character, at);
                }
            }
        }

        private void AddPlain(char character, int place)
        {
            switch (character)
            {
                case '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' or '\u00B4':
                    Add('\'', place);
                    break;
                case '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033':
                    Add('"', place);
                    break;
                case (>= '\u2010' and <= '\u2015') or '\u2212':
                    Add('-', place);
                    break;
                case '\u2026':
                    Add('.', place);
                    Add('.', place);
                    Add('.', place);
                    break;
                default:
                    Add(character, place);
                    break;
            }
        }

        private void Add(char character, int place)
        {
            if (_blank is { } blank)
            {
                _blank = null;
                Add(' ', blank);
            }

            if (_stretches is not [.., var last] || last.PlaceOf(_length) != place)
            {
                _stretches.Add(new Stretch(_length, place));
            }

            _folded[_length++] = character;
        }
    }
}
