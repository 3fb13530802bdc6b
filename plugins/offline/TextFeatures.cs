using System.Globalization;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// What a text is compared by: its words, pairs of neighbouring words, and pieces of words, each as a 64-bit key with its count. A reusable
/// buffer; not safe to share between threads. Keys are the same in every process, unlike <see cref="string.GetHashCode()"/>.
/// </summary>
/// <remarks>
/// There is no stop-word list and no stemmer: rarity in the prompt weighs words (see <see cref="ExemplarIndex"/>) and pieces of words join
/// "messages" to "messaging", in whatever language the prompt is written.
/// </remarks>
internal sealed class TextFeatures
{
    /// <summary>Letters in a piece of a word. Four keeps stems apart that three would join ("pas" in password and pastor).</summary>
    private const int PieceLength = 4;

    /// <summary>The same for scripts in which one character is a syllable or a word.</summary>
    private const int SyllablePieceLength = 2;

    /// <summary>The first character of the scripts of East Asia.</summary>
    private const char FirstSyllabicCharacter = '\u2E80';

    /// <summary>Numbers are alike whatever their digits: "$147" should find "$4,800".</summary>
    private const char AnyNumber = '0';

    /// <summary>What the letters from À to ÿ are without their marks, so that a missing accent costs nothing.</summary>
    private const string Latin1WithoutMarks = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private char[] _word = new char[64];
    private ulong[] _occurrences = new ulong[1024];
    private ulong[] _keys = new ulong[1024];
    private int[] _counts = new int[1024];
    private int _occurrenceCount;
    private int _wordLength;
    private ulong _previousWord;

    /// <summary>The distinct keys of the text last read, ascending.</summary>
    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    /// <summary>How often each of <see cref="Keys"/> occurs.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Count);

    /// <summary>How many distinct keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>What a key stands for.</summary>
    public static FeatureKind KindOf(ulong key) => (FeatureKind)(key & 3);

    /// <summary>Replaces what the buffer holds by the features of a text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        _occurrenceCount = 0;
        _wordLength = 0;
        _previousWord = 0;
        foreach (var character in text)
        {
            Read(character);
        }

        EndWord();
        CountDistinct();
    }

    private void Read(char character)
    {
        switch (char.GetUnicodeCategory(character))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark:
                if (_wordLength > 0 && _word[0] == AnyNumber)
                {
                    EndWord();
                }

                Append(Fold(character));
                break;
            case UnicodeCategory.DecimalDigitNumber:
                if (_wordLength == 0 || _word[0] != AnyNumber)
                {
                    EndWord();
                    Append(AnyNumber);
                }

                break;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format:
                break;   // accents on their own and invisible characters do not end a word
            case UnicodeCategory.OtherPunctuation or UnicodeCategory.FinalQuotePunctuation
                when character is '\'' or '\u2019' && _wordLength > 0:
                break;   // don't and dont are one word
            case UnicodeCategory.CurrencySymbol:
                EndWord();
                AddMark('$');
                break;
            default:
                EndWord();
                if (character is '?' or '!')
                {
                    AddMark(character);
                }

                break;
        }
    }

    private void Append(char character)
    {
        if (_wordLength == _word.Length)
        {
            Array.Resize(ref _word, _word.Length * 2);
        }

        _word[_wordLength++] = character;
    }

    private void EndWord()
    {
        if (_wordLength == 0)
        {
            return;
        }

        var word = _word.AsSpan(0, _wordLength);
        AddWord(Hash(FnvOffset, word));
        if (word[0] != AnyNumber)
        {
            AddPieces(word);
        }

        _wordLength = 0;
    }

    private void AddMark(char mark) => AddWord(Hash(FnvOffset, [mark]));

    private void AddWord(ulong hash)
    {
        Add(hash, FeatureKind.Word);
        if (_previousWord != 0)
        {
            Add(Hash(_previousWord, [' ']) ^ (hash * FnvPrime), FeatureKind.WordPair);
        }

        _previousWord = hash;
    }

    /// <summary>Pieces see where a word begins and ends: "&lt;pas" is not the "pas" in "trespass".</summary>
    private void AddPieces(ReadOnlySpan<char> word)
    {
        var length = word[0] >= FirstSyllabicCharacter ? SyllablePieceLength : PieceLength;
        for (var start = -1; start + length <= word.Length + 1; start++)
        {
            var hash = FnvOffset;
            for (var at = start; at < start + length; at++)
            {
                hash = Hash(hash, at < 0 ? '<' : at == word.Length ? '>' : word[at]);
            }

            Add(hash, FeatureKind.Piece);
        }
    }

    private void Add(ulong hash, FeatureKind kind)
    {
        if (_occurrenceCount == _occurrences.Length)
        {
            Array.Resize(ref _occurrences, _occurrences.Length * 2);
        }

        _occurrences[_occurrenceCount++] = (hash & ~3UL) | (ulong)kind;
    }

    private void CountDistinct()
    {
        var occurrences = _occurrences.AsSpan(0, _occurrenceCount);
        occurrences.Sort();
        if (_keys.Length < _occurrences.Length)
        {
            _keys = new ulong[_occurrences.Length];
            _counts = new int[_occurrences.Length];
        }

        Count = 0;
        foreach (var key in occurrences)
        {
            if (Count > 0 && _keys[Count - 1] == key)
            {
                _counts[Count - 1]++;
            }
            else
            {
                _keys[Count] = key;
                _counts[Count] = 1;
                Count++;
            }
        }
    }

    private static char Fold(char character) => character is >= '\u00C0' and <= '\u00FF'
        ? Latin1WithoutMarks[character - '\u00C0']
        : char.ToLowerInvariant(character);

    private static ulong Hash(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            hash = Hash(hash, character);
        }

        return hash;
    }

    private static ulong Hash(ulong hash, char character) => (hash ^ character) * FnvPrime;
}

/// <summary>What a feature is; stored in the two lowest bits of its key.</summary>
internal enum FeatureKind
{
    /// <summary>A word, a number or one of the marks that change a sentence's sense: ? ! $.</summary>
    Word,

    /// <summary>Two neighbouring words.</summary>
    WordPair,

    /// <summary>A few letters of a word.</summary>
    Piece,
}
