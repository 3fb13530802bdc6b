using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// Street addresses: a house number and a street word in the order of English, Spanish, Portuguese, French or German, with unit, postcode and town when they
/// follow; and post-office boxes. Names of streets must be capitalised: "12 people on the road" is none.
/// </summary>
internal static partial class AddressFinder
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string Word = @"\p{Lu}[\p{L}\p{M}'’.]{0,30}";
    private const string Particles = @"(?:(?:de|del|da|do|dos|das|du|des|la|las|los|le|les|el|l['’]|d['’]|y|e) ?){0,3}";

    public static IEnumerable<Finding> Find(string text)
    {
        foreach (var shape in (Regex[])[English(), Romance(), French(), German(), Box()])
        {
            foreach (Match match in shape.Matches(text))
            {
                var value = match.ValueSpan.TrimEnd(" ,.");
                yield return new Finding(match.Index, value.Length, PersonalDataKind.Address, Identity(value));
            }
        }
    }

    private static string Identity(ReadOnlySpan<char> address) =>
        string.Concat(address.ToString().Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}$€£.,:/#-])\d{1,6}[A-Za-z]?[ \t]{1,3}(?:(?:[NSEW]{1,2}\.?|(?:1st|2nd|3rd|\d{1,3}(?:st|nd|rd|th))|" + Word + @")[ \t]{1,3}){1,4}" +
        @"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Terrace|Circle|Cir|Highway|Hwy|Parkway|Pkwy|Square|Sq|Close|Crescent)\b\.?" +
        @"(?:,?[ \t]{1,2}(?:Apt|Apartment|Suite|Ste|Unit|#)\.?[ \t]?[\p{L}\p{N}-]{1,6})?(?:,?\s{1,2}" + Word + @"(?: " + Word + @"){0,2},? [A-Z]{2} \d{5}(?:-\d{4})?)?",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex English();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?:Calle|calle|C/|Avenida|avenida|Avda\.|Av\.|Paseo|Plaza|Carrera|Cra\.|Rua|rua|Travessa|Praça|Alameda|Estrada) ?(?:" + Particles + @"(?:" + Word + @"|\d{1,3}) ?){1,5}" +
        @",? ?(?:n\.?[ºo°]|N[ºo°]\.?|núm\.?|#)? ?\d{1,5}(?:-\d{1,4})?(?![\p{L}\p{N}:%])",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Romance();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}$€£.,:/#-])\d{1,4}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|bd|place|chemin|allée|impasse|quai|route|cours) " + Particles + Word + @"(?:[ -]" + Particles + Word + @"){0,4}(?:,? \d{5} " + Word + @")?",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex French();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?!Park|Sitz|Steh|Stell|Umweg|Heimweg|Rückweg)(?:\p{Lu}[\p{L}-]{1,30}?(?:straße|strasse|str\.|weg|allee|gasse|platz|ufer|damm)|" + Word + @"[ -](?:Straße|Strasse|Str\.|Weg|Allee|Platz)) ?\d{1,4} ?[a-z]?(?![\p{L}\p{N}:%])(?:,? \d{5} " + Word + @")?",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex German();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?:(?i:p\.? ?o\.? ?box|apartado (?:postal|de correos)|caixa postal|boîte postale|postfach)|B\.?P\.?) (?:n[ºo°]\.? ?)?\d{1,6}(?: \d{2,4})?(?![\p{L}\p{N}:])",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Box();
}
