using System.Buffers;
using System.Text.RegularExpressions;
using TnsTriage;

namespace TnsEval.EvalSets.Checks;

/// <summary>Domains and phone numbers of invented tickets must be ones that can belong to nobody.</summary>
/// <remarks>Domains: RFC 2606, sections 2 and 3. US phone numbers: 555-0100 to 555-0199 are kept for fiction by the numbering plan.</remarks>
internal static partial class ReservedNames
{
    private const int PatienceMs = 10_000;

    private static readonly SearchValues<string> BareEndings =
        SearchValues.Create([".com", ".net", ".org", ".edu", ".gov", ".io"], StringComparison.OrdinalIgnoreCase);

    /// <summary>One problem for each different domain or number of a case, in the order of the text.</summary>
    public static IEnumerable<Problem> Check(EvalSet set, EvalCase @case)
    {
        // The raw text: a link hides in an attribute that no reader sees.
        IReadOnlyList<string> texts = [@case.Ticket.Subject, @case.Ticket.Body, .. @case.Ticket.Thread.Select(message => message.Body)];
        foreach (var domain in texts.SelectMany(Domains).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            yield return new Problem(
                set.PlaceOf(@case), $"ticket \"{@case.Id}\" has the domain {domain}, which may be somebody's", "Use one that ends in .example, .test or .invalid");
        }

        foreach (var number in texts.SelectMany(PhoneNumbers).Distinct(StringComparer.Ordinal))
        {
            yield return new Problem(
                set.PlaceOf(@case), $"ticket \"{@case.Id}\" has the phone number {number}, which may be somebody's", "Use 555-0100 to 555-0199");
        }
    }

    private static IEnumerable<string> Domains(string text) => AddressedDomain().Matches(text)
        .Concat(text.AsSpan().ContainsAny(BareEndings) ? BareDomain().Matches(text) : [])
        .OrderBy(match => match.Index)
        .Select(match => match.Groups["domain"].Value)
        .Where(domain => !ReservedDomain().IsMatch(domain));

    private static IEnumerable<string> PhoneNumbers(string text) => PhoneNumber().Matches(text)
        .Where(match => match.Groups["exchange"].Value != "555" || !match.Groups["line"].Value.StartsWith("01", StringComparison.Ordinal))
        .Select(match => match.Value);

    /// <summary>What follows the @ of an address or the :// of a link. Korean and Japanese set endings right behind a name: they are not part of it.</summary>
    [GeneratedRegex(
        """
        ( (?<=[\p{L}\p{N}._%+-]) @ | :// ([^\s/@<>"']{1,64}@)? )
        (?<domain> ([\p{L}\p{N}-]+\.)+ ( [A-Za-z][A-Za-z0-9-]* | \p{L}+ ) )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        PatienceMs)]
    private static partial Regex AddressedDomain();

    /// <summary>A name without a scheme that ends as real ones mostly do.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}@._/-])(?<domain>([\p{L}\p{N}-]+\.)+(com|net|org|edu|gov|io))(?![\p{L}\p{N}-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        PatienceMs)]
    private static partial Regex BareDomain();

    [GeneratedRegex(
        @"(^|\.)(example|test|invalid|localhost|example\.(com|net|org))\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        PatienceMs)]
    private static partial Regex ReservedDomain();

    /// <summary>
    /// Ten digits of the North American plan with separators or after +1, and seven after a bare 555. Ten digits in a row are left alone: they are mostly
    /// account numbers. So is what follows another country's code.
    /// </summary>
    [GeneratedRegex(
        """
        (?=[(+1-9]) (?<![\w.-]) (?<!\+\d{1,3}[ .-]?\(?)
        ( (\+?1[ .-]?)? ( \([2-9]\d\d\)[ .-]? | [2-9]\d\d[ .-] ) (?<exchange>[2-9]\d\d) [ .-] (?<line>\d{4})
        | \+1 [2-9]\d\d (?<exchange>[2-9]\d\d) (?<line>\d{4})
        | (?<exchange>555) [ .-] (?<line>\d{4}) )
        (?![\w-]|\.\d)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        PatienceMs)]
    private static partial Regex PhoneNumber();
}
