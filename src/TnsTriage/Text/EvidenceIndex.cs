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

    /// <summary>For each folded character its place in the source.</summary>
    private readonly int[] _places;

    private EvidenceIndex(MappedText source, string folded, int[] places)
    {
        _source = source;
        _folded = folded;
        _places = places;
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

        var (first, last) = (_places[at], _places[at + wanted.Length - 1]);
        return _source.RawRange(first, last + 1 - first);
    }

    private sealed class Folding(MappedText source)
    {
        private readonly StringBuilder _folded = new(source.Text.Length);
        private readonly List<int> _places = new(source.Text.Length);
        private int? _blank;

        public EvidenceIndex Run()
        {
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

            return new EvidenceIndex(source, _folded.ToString(), [.. _places]);
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

            _folded.Append(character);
            _places.Add(place);
        }
    }
}
