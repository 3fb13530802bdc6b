using System.Collections.Frozen;
using System.Globalization;

namespace TnsTriage.Schemas.Patterns;

/// <summary>The character classes that ECMA-262 names: <c>\d \w \s</c>, the dot, and <c>\p{...}</c> by general category.</summary>
internal static class CharacterClasses
{
    private static readonly FrozenDictionary<string, UnicodeCategory[]> Categories =
        NamedCategories().ToFrozenDictionary(StringComparer.Ordinal);

    public static CodePointSet Digit { get; } = new([('0', '9')]);

    public static CodePointSet Word { get; } = new([('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')]);

    /// <summary>WhiteSpace and LineTerminator of ECMA-262.</summary>
    public static CodePointSet Space { get; } = new(
    [
        ('\t', '\r'), (' ', ' '), ('\u00A0', '\u00A0'), ('\u1680', '\u1680'), ('\u2000', '\u200A'), ('\u2028', '\u2029'),
        ('\u202F', '\u202F'), ('\u205F', '\u205F'), ('\u3000', '\u3000'), ('\uFEFF', '\uFEFF'),
    ]);

    /// <summary>What the dot matches: all but a line terminator.</summary>
    public static CodePointSet Dot { get; } = new CodePointSet([('\n', '\n'), ('\r', '\r'), ('\u2028', '\u2029')]).Complement();

    /// <summary>The set behind a property escape; null unless it is a general category, Any or ASCII.</summary>
    public static CodePointSet? OfProperty(string name)
    {
        var value = name.Split('=') switch
        {
            ["gc" or "General_Category", var category] => category,
            [var alone] => alone,
            _ => "",
        };
        return value switch
        {
            "Any" => new CodePointSet([]).Complement(),
            "ASCII" => new CodePointSet([(0, 0x7F)]),
            _ => Categories.TryGetValue(value, out var categories) ? OfCategories(categories) : null,
        };
    }

    private static CodePointSet OfCategories(UnicodeCategory[] categories)
    {
        var ranges = new List<(int, int)>();
        for (int from = 0, to = 0; from <= 0x10FFFF; from = to + 1)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(from);
            for (to = from; to < 0x10FFFF && CharUnicodeInfo.GetUnicodeCategory(to + 1) == category;)
            {
                to++;
            }

            if (categories.Contains(category))
            {
                ranges.Add((from, to));
            }
        }

        return new CodePointSet(ranges);
    }

    private static Dictionary<string, UnicodeCategory[]> NamedCategories()
    {
        (string Names, UnicodeCategory Category)[] single =
        [
            ("Lu Uppercase_Letter", UnicodeCategory.UppercaseLetter),
            ("Ll Lowercase_Letter", UnicodeCategory.LowercaseLetter),
            ("Lt Titlecase_Letter", UnicodeCategory.TitlecaseLetter),
            ("Lm Modifier_Letter", UnicodeCategory.ModifierLetter),
            ("Lo Other_Letter", UnicodeCategory.OtherLetter),
            ("Mn Nonspacing_Mark", UnicodeCategory.NonSpacingMark),
            ("Mc Spacing_Mark", UnicodeCategory.SpacingCombiningMark),
            ("Me Enclosing_Mark", UnicodeCategory.EnclosingMark),
            ("Nd Decimal_Number digit", UnicodeCategory.DecimalDigitNumber),
            ("Nl Letter_Number", UnicodeCategory.LetterNumber),
            ("No Other_Number", UnicodeCategory.OtherNumber),
            ("Zs Space_Separator", UnicodeCategory.SpaceSeparator),
            ("Zl Line_Separator", UnicodeCategory.LineSeparator),
            ("Zp Paragraph_Separator", UnicodeCategory.ParagraphSeparator),
            ("Cc Control cntrl", UnicodeCategory.Control),
            ("Cf Format", UnicodeCategory.Format),
            ("Co Private_Use", UnicodeCategory.PrivateUse),
            ("Cn Unassigned", UnicodeCategory.OtherNotAssigned),
            ("Pc Connector_Punctuation", UnicodeCategory.ConnectorPunctuation),
            ("Pd Dash_Punctuation", UnicodeCategory.DashPunctuation),
            ("Ps Open_Punctuation", UnicodeCategory.OpenPunctuation),
            ("Pe Close_Punctuation", UnicodeCategory.ClosePunctuation),
            ("Pi Initial_Punctuation", UnicodeCategory.InitialQuotePunctuation),
            ("Pf Final_Punctuation", UnicodeCategory.FinalQuotePunctuation),
            ("Po Other_Punctuation", UnicodeCategory.OtherPunctuation),
            ("Sm Math_Symbol", UnicodeCategory.MathSymbol),
            ("Sc Currency_Symbol", UnicodeCategory.CurrencySymbol),
            ("Sk Modifier_Symbol", UnicodeCategory.ModifierSymbol),
            ("So Other_Symbol", UnicodeCategory.OtherSymbol),
        ];
        (string Names, string Initial)[] groups =
        [
            ("L Letter", "L"), ("M Mark Combining_Mark", "M"), ("N Number", "N"), ("P Punctuation punct", "P"),
            ("S Symbol", "S"), ("Z Separator", "Z"), ("C Other", "C"),
        ];

        var named = new Dictionary<string, UnicodeCategory[]>(StringComparer.Ordinal)
        {
            ["LC"] = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter],
        };
        named["Cased_Letter"] = named["LC"];
        foreach (var (names, category) in single)
        {
            Add(names, [category]);
        }

        foreach (var (names, initial) in groups)
        {
            var members = single.Where(entry => entry.Names.StartsWith(initial, StringComparison.Ordinal));
            Add(names, [.. members.Select(entry => entry.Category)]);
        }

        return named;

        void Add(string names, UnicodeCategory[] categories)
        {
            foreach (var name in names.Split(' '))
            {
                named[name] = categories;
            }
        }
    }
}
