using System.Text;

namespace TnsTriage.Text.Characters;

/// <summary>
/// Characters that leave no trace on a screen: zero-width and bidirectional controls, soft hyphens, fillers, variation selectors, tags,
/// control codes. They serve to break words up for filters, or to hide instructions from people, and are dropped from the view except
/// where they carry meaning.
/// </summary>
internal static class InvisibleCharacters
{
    private const int NonJoiner = 0x200C, Joiner = 0x200D, EmojiPresentation = 0xFE0F, TextPresentation = 0xFE0E;
    private const int Keycap = 0x20E3, CancelTag = 0xE007F;
    private const string BlackFlag = "\U0001F3F4";

    /// <summary>
    /// The flags whose country stands in tags: England, Scotland, Wales. Without the tags they would be plain black flags.
    /// </summary>
    private static readonly string[] TaggedFlags = [.. new[] { "gbeng", "gbsct", "gbwls" }.Select(AsTags)];

    /// <summary>Whether a character is invisible. White space is not counted as such.</summary>
    /// <remarks>Unicode's Default_Ignorable_Code_Point, the annotation characters U+FFF9..B, and control codes.</remarks>
    public static bool Contains(Rune rune) => rune.Value switch
    {
        < 0x20 => rune.Value is not ('\t' or '\n' or '\v' or '\f' or '\r'),
        >= 0x7F and < 0xA0 => rune.Value != 0x85,
        0xAD or 0x34F or 0x61C or 0x3164 or 0xFEFF or 0xFFA0 => true,
        (>= 0x115F and <= 0x1160) or (>= 0x17B4 and <= 0x17B5) or (>= 0x180B and <= 0x180F) => true,
        (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) => true,
        (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFFB) => true,
        (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => false,
    };

    /// <summary>
    /// How many code units from a place on are invisible characters that mean something there: joiners after a letter of a script that
    /// is written with them (Persian, Hindi, Mongolian...), the glue and the selectors of emoji. 0 for all else.
    /// </summary>
    public static int MeaningfulLength(string text, int index)
    {
        var means = (int)text[index] switch
        {
            Joiner => IsOfJoiningScript(Before(text, index)) || (IsEmojiPart(Before(text, index)) && IsEmoji(After(text, index))),
            NonJoiner or (>= 0x180B and <= 0x180F) => IsOfJoiningScript(Before(text, index)),
            EmojiPresentation or TextPresentation => IsEmoji(Before(text, index)) || After(text, index) == Keycap,
            _ => false,
        };
        return means ? 1 : FlagTagsLength(text, index);
    }

    private static int Before(string text, int index) =>
        index > 1 && Rune.TryCreate(text[index - 2], text[index - 1], out var pair) ? pair.Value
        : index > 0 ? text[index - 1]
        : 0;

    private static int After(string text, int index) =>
        index + 1 < text.Length && Rune.TryGetRuneAt(text, index + 1, out var rune) ? rune.Value : 0;

    private static int FlagTagsLength(string text, int index) =>
        index >= BlackFlag.Length && string.CompareOrdinal(text, index - BlackFlag.Length, BlackFlag, 0, BlackFlag.Length) == 0
            ? TaggedFlags.FirstOrDefault(tags => string.CompareOrdinal(text, index, tags, 0, tags.Length) == 0)?.Length ?? 0
            : 0;

    private static string AsTags(string letters) =>
        string.Concat(letters.Select(letter => new Rune(0xE0000 + letter).ToString())) + new Rune(CancelTag);

    /// <summary>Arabic to Myanmar, Khmer, Mongolian: scripts in which a joiner changes the word.</summary>
    private static bool IsOfJoiningScript(int character) =>
        character is (>= 0x600 and < 0x10A0) or (>= 0x1780 and < 0x18B0) or (>= 0xA840 and < 0xA880) or (>= 0xFB50 and < 0xFE00);

    private static bool IsEmojiPart(int character) => character == EmojiPresentation || IsEmoji(character);

    /// <summary>The blocks in which emoji lie, skin tones included; broader than the property, which does no harm here.</summary>
    private static bool IsEmoji(int character) =>
        character is 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299
            or (>= 0x2190 and < 0x2400) or (>= 0x2500 and < 0x2C00) or (>= 0x1F000 and < 0x1FB00);
}
