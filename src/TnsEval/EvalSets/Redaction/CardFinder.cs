using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// Payment cards: 13 to 19 digits, bare or in groups of three and more with one space or dash between, that begin and end as a card network's numbers do and
/// pass the Luhn check (ISO/IEC 7812-1). One other number in ten that begins so passes it too.
/// </summary>
internal static partial class CardFinder
{
    private const int MinDigits = 13, MaxDigits = 19, MinGroup = 3;

    public static IEnumerable<Finding> Find(string text)
    {
        var groups = DigitGroup().Matches(text);
        for (var first = 0; first < groups.Count; first++)
        {
            if (LastGroupOfCard(text, groups, first) is { } last)
            {
                var (start, end) = (groups[first].Index, groups[last].Index + groups[last].Length);
                yield return new Finding(start, end - start, PersonalDataKind.Card, Digits.Of(text.AsSpan(start, end - start)));
                first = last;
            }
        }
    }

    private static int? LastGroupOfCard(string text, MatchCollection groups, int first)
    {
        int? found = null;
        var digits = "";
        for (var last = first; last < groups.Count && groups[last].Length is >= MinGroup and <= MaxDigits; last++)
        {
            if (last > first && !AreJoined(text, groups[last - 1], groups[last]))
            {
                break;
            }

            digits += Digits.Of(groups[last].ValueSpan);
            if (digits.Length > MaxDigits)
            {
                break;
            }

            if (digits.Length >= MinDigits && IsOfNetwork(digits) && PassesLuhn(digits))
            {
                found = last;   // the longest one: a security code after the number goes with it
            }
        }

        return found;
    }

    private static bool AreJoined(string text, Match left, Match right) =>
        left.Index + left.Length + 1 == right.Index && text[right.Index - 1] is ' ' or '-' or '.' or '\u00A0' or '\u202F' or (>= '\u2010' and <= '\u2013');

    private static bool IsOfNetwork(string digits) => int.Parse(digits.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture) switch
    {
        >= 4000 and <= 4999 => digits.Length is 13 or 16 or 19,
        (>= 5100 and <= 5599) or (>= 2221 and <= 2720) => digits.Length == 16,
        (>= 3400 and <= 3499) or (>= 3700 and <= 3799) => digits.Length == 15,
        (>= 3000 and <= 3099) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999) => digits.Length is 14 or 16,
        >= 3528 and <= 3589 => digits.Length >= 16,
        (>= 5000 and <= 5099) or (>= 5600 and <= 5899) or (>= 6000 and <= 6999) => true,
        _ => false,
    };

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex DigitGroup();
}
