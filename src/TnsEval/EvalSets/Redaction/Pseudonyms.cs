using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using TnsTriage;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// The pseudonyms of one set: HMAC-SHA256 of kind and identity, shortened. Two identities never share a code, whatever their kinds; the later one gets a longer
/// one. Not safe to use from many threads.
/// </summary>
internal sealed partial class Pseudonyms(RedactionKey key, int codeLength = Pseudonyms.UsualCodeLength)
{
    private const int UsualCodeLength = 6;

    private readonly Dictionary<(PersonalDataKind, string), string> _codes = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Gives no code away that a text already uses: it belongs to somebody else.</summary>
    public void Reserve(string text)
    {
        foreach (Match match in Code().Matches(text))
        {
            _taken.Add(match.Groups["code"].Value);
        }
    }

    public string Of(PersonalDataKind kind, string identity)
    {
        var code = CodeOf(kind, identity);
        return kind switch
        {
            PersonalDataKind.Email => $"person-{code}@redacted.example",
            PersonalDataKind.Phone => $"[phone {code}]",
            PersonalDataKind.Card => $"[card {code}]",
            PersonalDataKind.Bank => char.IsAsciiLetter(identity[0]) ? $"[IBAN {code}]" : $"[bank {code}]",
            PersonalDataKind.Address => $"[address {code}]",
            PersonalDataKind.Url => $"redacted-{code}",
            PersonalDataKind.Name => $"Person-{code}",
            _ => throw new UnreachableException(kind.ToString()),
        };
    }

    /// <summary>Where pseudonyms stand in a text; those of URLs are left to <see cref="UrlFinder"/>, e-mail addresses to their reserved domain.</summary>
    public static IEnumerable<Match> In(string text) => Whole().Matches(text);

    private string CodeOf(PersonalDataKind kind, string identity)
    {
        if (_codes.TryGetValue((kind, identity), out var known))
        {
            return known;
        }

        var hash = Convert.ToHexStringLower(key.Mac(Encoding.UTF8.GetBytes($"{WireName<PersonalDataKind>.Of(kind)}\0{identity}")));
        var length = codeLength;
        while (!_taken.Add(hash[..length]) && length < hash.Length)
        {
            length++;
        }

        return _codes[(kind, identity)] = hash[..length];
    }

    [GeneratedRegex(@"(?:\[(?:phone|card|bank|IBAN|address) |[Pp]erson-|redacted-)(?<code>[0-9a-f]{4,64})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?:phone|card|bank|IBAN|address) [0-9a-f]{1,64}\]|Person-[0-9a-f]{1,64}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Whole();
}
