using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// What a URL says about one person: the user info before its host, its query string, and a fragment with a '=' in it. Scheme, host and path stay, for they
/// decide many labels. URLs of reserved domains stay whole.
/// </summary>
internal static partial class UrlFinder
{
    public static IEnumerable<Finding> Find(string text)
    {
        foreach (Match match in Url().Matches(text))
        {
            if (ReservedDomain.Holds(match.Groups["host"].Value))
            {
                continue;
            }

            foreach (var part in (string[])["user", "query", "fragment"])
            {
                var group = match.Groups[part];
                var value = group.Value.AsSpan().TrimEnd(".,;:!?*'’");
                if (value.Length > 0 && (part != "fragment" || value.Contains('=') || IsPseudonym(value)))
                {
                    yield return new Finding(group.Index, value.Length, PersonalDataKind.Url, IsPseudonym(value) ? null : value.ToString());
                }
            }
        }
    }

    private static bool IsPseudonym(ReadOnlySpan<char> value) => Pseudonym().IsMatch(value);

    [GeneratedRegex(
        """(?:https?://(?:(?<user>[^\s/?#@"<>\uE000]{1,256})@)?|\bwww\.)(?<host>[\p{L}\p{N}.-]{1,253})(?::\d{1,5})?(?:/[^\s?#"<>\uE000]*)?(?:\?(?<query>[^\s#"<>)\]\uE000]*))?(?:#(?<fragment>[^\s"<>)\]\uE000]*))?""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Url();

    [GeneratedRegex(@"^redacted-[0-9a-f]{4,64}\z", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Pseudonym();
}
