using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>IBANs (ISO 13616): a known country, its length, and a remainder of 1 modulo 97; written together or with single spaces or dashes.</summary>
internal static partial class IbanFinder
{
    private const string Registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 " +
        "HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 OM23 PK24 PL28 PS29 " +
        "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

    private static readonly FrozenDictionary<string, int> Lengths =
        Registry.Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    public static IEnumerable<Finding> Find(string text)
    {
        foreach (Match start in Start().Matches(text))
        {
            if (Read(text, start.Index) is { } iban)
            {
                yield return iban;
            }
        }
    }

    private static Finding? Read(string text, int start)
    {
        if (!Lengths.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out var length))
        {
            return null;
        }

        var iban = new StringBuilder(length);
        var end = start;
        for (; end < text.Length && iban.Length < length; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end]))
            {
                iban.Append(char.ToUpperInvariant(text[end]));
            }
            else if (text[end] is not (' ' or '-' or '\u00A0' or '\u202F') || !char.IsAsciiLetterOrDigit(text[end - 1]))
            {
                return null;
            }
        }

        var isWhole = iban.Length == length && (end == text.Length || !char.IsLetterOrDigit(text[end]));
        return isWhole && Remainder(iban) == 1 ? new Finding(start, end - start, PersonalDataKind.Bank, iban.ToString()) : null;
    }

    private static int Remainder(StringBuilder iban)
    {
        var remainder = 0;
        foreach (var character in $"{iban.ToString(4, iban.Length - 4)}{iban.ToString(0, 4)}")
        {
            remainder = char.IsAsciiDigit(character) ? (remainder * 10 + (character - '0')) % 97 : (remainder * 100 + (character - 'A' + 10)) % 97;
        }

        return remainder;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[A-Za-z]{2}[0-9]{2}", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Start();
}
