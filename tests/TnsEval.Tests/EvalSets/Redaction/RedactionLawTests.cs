using FsCheck;
using FsCheck.Fluent;

namespace TnsEval.Tests.EvalSets.Redaction;

/// <summary>What holds whatever the ticket says.</summary>
public sealed class RedactionLawTests
{
    private static readonly Gen<string> Filler = Gen.Elements(
        " ", "\n", ", ", ": ", "<br>", " (", ") ", "\u200F שלום ", " مرحبا ", "日本 ", "😀", " - ", "7 ", " 12:30 ", " Dear ", " Pastor ", "Ann Lee ", "\nThanks,\n", " call ", " + ", "www.", "@", "?q=", "#");

    private static readonly Gen<string> Email =
        from local in Gen.Elements("a", "ann.lee", "o'brien", "x_y+z", "josé", "_ann")
        from host in Gen.Elements("stpaul.zz", "mail.stpaul.zz", "st-paul.zz", "münster.zz")
        select $"{local}@{host}";

    private static readonly Gen<string> Card =
        from digits in Gen.Choose(0, 9).ListOf(14)
        from separator in Gen.Elements("", " ", "-")
        select Grouped(WithCheckDigit("4" + string.Concat(digits)), separator);

    private static readonly Gen<(string Text, string[] Secrets)> AnyTicket =
        from parts in Gen.Frequency((3, Filler.Select(text => (text, false))), (1, Email.Select(text => (text, true))), (1, Card.Select(text => (text, true)))).ListOf()
        // A letter or digit run into a secret makes it another one; a blank keeps it what it is.
        select (string.Concat(parts.Select(part => part.Item2 ? $" {part.Item1} " : part.Item1)), parts.Where(part => part.Item2).Select(part => part.Item1).ToArray());

    [Fact]
    public void No_e_mail_address_or_card_number_survives() => Prop.ForAll(AnyTicket.ToArbitrary(), ticket =>
    {
        var redacted = Redacted.Text(ticket.Text);
        return ticket.Secrets.All(secret => !redacted.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Redacting_twice_changes_nothing_more() => Prop.ForAll(AnyTicket.ToArbitrary(), ticket =>
    {
        var once = Redacted.Text(ticket.Text);
        return Redacted.Text(once) == once;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_text_is_redacted_without_an_error() => Prop.ForAll<NonNull<string>>(text =>
    {
        Redacted.Text(text.Get);
    }).Check(Config.QuickThrowOnFailure);

    private static string WithCheckDigit(string digits)
    {
        var sum = digits.Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1)).Sum(value => value / 10 + value % 10);
        return $"{digits}{(10 - sum % 10) % 10}";
    }

    private static string Grouped(string digits, string separator) => string.Join(separator, digits.Chunk(4).Select(group => new string(group)));
}
