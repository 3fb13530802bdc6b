using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// US routing numbers after a cue word (nine digits that pass the ABA check), and account numbers after a cue word when the text around speaks of a bank: an
/// "account 100234" of some software is none.
/// </summary>
internal static partial class BankAccountFinder
{
    private const int ContextLength = 160, MinAccount = 6, MaxAccount = 17;

    public static IEnumerable<Finding> Find(string text)
    {
        foreach (Match match in Routing().Matches(text))
        {
            var number = match.Groups["number"];
            if (Digits.Of(number.ValueSpan) is { Length: 9 } digits && PassesAba(digits))
            {
                yield return new Finding(number.Index, number.Length, PersonalDataKind.Bank, digits);
            }
        }

        foreach (Match match in Account().Matches(text))
        {
            var number = match.Groups["number"];
            var from = Math.Max(0, match.Index - ContextLength);
            var length = Math.Min(text.Length, number.Index + number.Length + ContextLength) - from;
            if (Digits.Of(number.ValueSpan) is { Length: >= MinAccount and <= MaxAccount } digits && OfBank().IsMatch(text.AsSpan(from, length)))
            {
                yield return new Finding(number.Index, number.Length, PersonalDataKind.Bank, digits);
            }
        }
    }

    private static bool PassesAba(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[i] - '0') * (i % 3) switch { 0 => 3, 1 => 7, _ => 1 };
        }

        return sum > 0 && sum % 10 == 0;
    }

    [GeneratedRegex(
        @"\b(routing|aba|rtn)\b[^\d\n]{0,24}(?<number>\d(?:[ -]?\d){8})(?!\d)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Routing();

    [GeneratedRegex(
        @"\b(account|acct|a/c|cuenta|conta|compte|konto(nummer)?)\b[.:#= \t-]{0,4}((number|num|no|nr|is|was|n[úu]mero|es|é|est|ist|acct|nummer)\b[.:#= \t-]{0,4}){0,3}(?<number>\d(?:[ -]?\d){5,16})(?!\d)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Account();

    [GeneratedRegex(
        @"\b(routing|bank\w{0,6}|checking|savings?|ach|wire[ds]?|direct deposit|banc[oa]\w{0,5}|banque|payee|clabe|swift|bic)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex OfBank();
}
