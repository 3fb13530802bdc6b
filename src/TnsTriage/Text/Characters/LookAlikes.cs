using System.Buffers;
using System.Text.RegularExpressions;

namespace TnsTriage.Text.Characters;

/// <summary>
/// Cyrillic and Greek letters that stand in for Latin ones ("pаsswоrd"). They are turned back only in a word that has Latin letters too
/// and no letter that is neither Latin nor a look-alike: a Russian or Greek word stays as it is, and so does a mixed word that is no
/// disguise ("SMSки"). Web and mail addresses stay too: an address is an identity, and turning the fake into the real one would hide
/// the very sign of phishing.
/// </summary>
internal static partial class LookAlikes
{
    // Each letter stands above the one it looks like, by Unicode's list of confusables.
    private const string Foreign =
        "АВЕЅІЈКМНОРСТУХҮӀԌԚԜаеѕіјорсухһӏԁԛԝүѐёї" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυϲϳάίόύ";

    private const string Lookalike =
        "ABESIJKMHOPCTYXYIGQWaesijopcyxhldqwyèëï" + "ABEZHIKMNOPTYXayikvopucjáíóú";

    private static readonly SearchValues<char> Suspects = SearchValues.Create(Foreign);

    /// <summary>Folds a text that went through <see cref="ReadableCharacters"/>. Linear in its length.</summary>
    public static MappedText Fold(MappedText source)
    {
        if (!source.Text.AsSpan().ContainsAny(Suspects))
        {
            return source;
        }

        var text = source.Text.ToCharArray();
        foreach (var token in BetweenBlanks.EnumerateMatches(source.Text))
        {
            var part = text.AsSpan(token.Index, token.Length);
            if (part.ContainsAny(Suspects) && !Address.IsMatch(part))
            {
                FoldWords(part);
            }
        }

        return ReadableCharacters.Fold(source.WithCharacters(new string(text)));   // a Latin letter may compose with the accent on it
    }

    private static void FoldWords(Span<char> token)
    {
        foreach (var word in Word.EnumerateMatches(token))
        {
            var letters = token.Slice(word.Index, word.Length);
            if (IsDisguise(letters))
            {
                foreach (ref var letter in letters)
                {
                    letter = Foreign.IndexOf(letter) is var at and >= 0 ? Lookalike[at] : letter;
                }
            }
        }
    }

    private static bool IsDisguise(ReadOnlySpan<char> word)
    {
        var (latin, suspects) = (0, 0);
        foreach (var character in word)
        {
            if (Suspects.Contains(character))
            {
                suspects++;
            }
            else if (char.IsAsciiLetter(character) || character is (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF'))
            {
                latin++;
            }
            else if (char.IsLetter(character))
            {
                return false;
            }
        }

        return latin > 0 && suspects > 0;
    }

    [GeneratedRegex(@"\S+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex BetweenBlanks { get; }

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Word { get; }

    /// <summary>Something before and after an at sign, a scheme, or letters on both sides of a dot.</summary>
    [GeneratedRegex(@"\w@\w|://|\bwww\.|\w\.\p{L}{2}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Address { get; }
}
