using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// Phone numbers: with a leading + or 00; in the US and Canadian shape; in those of Korean, Chinese and Philippine mobiles; or any shape of 7 to 15 digits after a word such as "phone", "tel." or "WhatsApp".
/// Numbers from 555-0100 to 555-0199, which are kept for fiction, stay.
/// </summary>
internal static partial class PhoneFinder
{
    private const string Gap = @"[ .()/\u00A0\u2009\u202F\u2010-\u2013-]";
    private const string NorthAmerican = @"(?:\([2-9]\d{2}\)" + Gap + @"{0,2}|[2-9]\d{2}" + Gap + @")[2-9]\d{2}" + Gap + @"\d{4}";

    /// <summary>Korea 010-1234-5678, the Philippines 0917 123 4567, China 138 0013 8000; in one piece they could be any number.</summary>
    private const string EastAsianMobile = @"(?:01[016-9][ -]\d{3,4}[ -]\d{4}|09\d{2}[ -]\d{3}[ -]\d{4}|1[3-9]\d[ -]\d{4}[ -]\d{4})";

    public static IEnumerable<Finding> Find(string text)
    {
        var taken = 0;
        foreach (Match match in Shape().Matches(text))
        {
            var number = match.Groups["number"];
            var digits = Digits.Of(number.ValueSpan);
            if (number.Index >= taken && digits.Length is >= 7 and <= 17 && !Date().IsMatch(number.ValueSpan))
            {
                taken = number.Index + number.Length;
                yield return new Finding(number.Index, number.Length, PersonalDataKind.Phone, IsReserved(digits) ? null : Identity(digits));
            }
        }
    }

    private static bool IsReserved(string digits) => digits.Length is 7 or 10 or 11 && digits.AsSpan(digits.Length - 7).StartsWith("55501", StringComparison.Ordinal);

    /// <summary>The same with and without the prefix for calls from abroad, and with and without the 1 of North America.</summary>
    private static string Identity(string digits)
    {
        var national = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        return national is ['1', _, _, _, _, _, _, _, _, _, _] ? national[1..] : national;
    }

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?<number>\+1" + Gap + @"{0,2}\(?\d{3}\)?" + Gap + @"{0,2}\d{3}" + Gap + @"?\d{4})(?!\d)" +
        @"|(?<![\p{L}\p{N}.,-])(?<number>(?:\+\d{1,3}|00[1-9]\d{0,2})(?:" + Gap + @"{0,2}\d){7,13})(?!\d)" +
        @"|(?<![\p{L}\p{N}$€£+#]|[.,/-])(?<number>(?:1" + Gap + ")?" + NorthAmerican + @")(?![\p{L}\p{N}]|[.,-]\d)" +
        @"|(?<![\p{Nd}.,-]|[\p{L}-[\p{Lo}]])(?<number>" + EastAsianMobile + @")(?!\d|[.,-]\d)" +
        @"|(?i:\b(?:tel|tél|tlf|phone|telephone|telefon|tel[ée]fono|telefone|t[ée]l[ée]phone|cell|cel|celular|m[óo]vil|mobile|mobil|portable|handy|whatsapp|zap|sms|call|text|ll[áa]m[ae](?:me|nos)?|ligue|appelez|fax|ph)" +
        @"\b[.:#= \t-]{0,4}(?:(?:me|us|him|her|at|on|is|number|no|nr|num|es|é|est|ist|al|o|the|moi|nummer|n[úu]mero)\b[.:#= \t-]{0,4}){0,3})" +
        @"(?<number>[+(]?\d(?:" + Gap + @"{0,2}\d){6,14})(?!\d|[.,:%-]\d)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Shape();

    [GeneratedRegex(
        @"^(?:(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2})(?!\d)",
        RegexOptions.CultureInvariant,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Date();
}
