using System.Text;
using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Perturbing;

/// <summary>What is written is approved word for word: a changed perturbation would make new figures look like those of the old one.</summary>
public sealed class PerturbationTextTests
{
    private static readonly EvalCase Example = new()
    {
        Id = new CaseId("t-example"),
        Ticket = new Ticket
        {
            Subject = "check-in question",
            Body = "Hello, our volunteer Ben asked three children for their phone numbers again.\nHe wrote \"do not tell your mother\" under every name, please look into this.",
            Language = "en",
        },
        Label = new Label(LabelKind.Escalate, Severity.High, [HarmCategory.ChildSafety]),
        Why = "volunteer asks children for numbers and secrecy; L14",
    };

    [Fact]
    public void Every_perturbation_writes_what_was_approved()
    {
        var text = new StringBuilder();
        foreach (var perturbation in Perturbation.All)
        {
            text.Append($"# {perturbation.Name}: {perturbation.Description}\n");
            foreach (var (label, @case) in new[] { ("escalate", Example), ("benign", AsBenign(Example)) })
            {
                var ticket = perturbation.Apply(@case, seed: 1);
                text.Append($"[{label}] {ticket.Subject}\n{ticket.Body}\n\n");
            }
        }

        ApprovedFile.ShouldMatch(Visible(text.ToString()), "Perturbing/Perturbations.txt");
    }

    [Fact]
    public void Facts_quotes_names_and_numbers_are_no_plain_words()
    {
        var facts = FactWords.Of(Example);

        var words = PlainWords.Of(Example.Ticket.Body, facts).Select(range => Example.Ticket.Body[range]);

        // "volunteer", "asked", "children" and "numbers" stand in the reason, "three" and "again" count, the rest is quoted, capitalised or short.
        words.ShouldBe(["their", "phone", "wrote", "under", "every", "name", "please", "look", "into", "this"]);
    }

    [Theory]
    [InlineData("<b class=\"shown\">shown</b> <style>p { color: green }</style> below", "below", "shown")]
    [InlineData("mail office@parish.example or www.parish.example/help about room12 please", "about", "mail", "please")]
    [InlineData("> quoted words here\nmine here", "here", "mine")]
    [InlineData("they said 'come alone' and it's “never mind” there", "said", "there", "they")]
    [InlineData("an inch (6\") of water everywhere and nothing else", "inch")]
    public void Markup_addresses_and_quotes_are_passed_over(string text, params string[] expected)
    {
        var facts = FactWords.Of(Example with { Why = "L2", Label = Example.Label with { Categories = [] } });

        PlainWords.Of(text, facts).Select(range => text[range]).Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    [Theory]
    [InlineData("<style ")]
    [InlineData("\"a ")]
    [InlineData("'a ")]
    [InlineData("<a ")]
    [InlineData("aaa wrote ")]
    public void A_hostile_text_is_read_in_time(string piece) => Should.CompleteIn(
        () => PlainWords.Of(string.Concat(Enumerable.Repeat(piece, 100_000)), FactWords.Of(Example)).Count(), TimeSpan.FromSeconds(20));

    [Fact]
    public void In_other_languages_than_the_reasons_only_function_words_are_plain()
    {
        const string Text = "los diáconos piden dinero para los niños cuando salen";
        var facts = FactWords.Of(Example with { Ticket = Example.Ticket with { Language = "es-MX" } });

        PlainWords.Of(Text, facts).Select(range => Text[range]).ShouldBe(["los", "para", "los", "cuando"]);
        PlainWords.Of("uma frase", FactWords.Of(Example with { Ticket = Example.Ticket with { Language = "sw" } })).ShouldBeEmpty();
    }

    private static EvalCase AsBenign(EvalCase @case) => @case with { Label = new Label(LabelKind.Benign, Severity.None, []) };

    /// <summary>Characters that a reader of the approved file would not see, as their code points.</summary>
    private static string Visible(string text) => string.Concat(text.Select(character =>
        character is '\u200B' or '\u2060' or '\uFEFF' or '\u00AD' or (>= '\u0400' and <= '\u04FF') ? $"{{U+{(int)character:X4}}}" : character.ToString()));
}
