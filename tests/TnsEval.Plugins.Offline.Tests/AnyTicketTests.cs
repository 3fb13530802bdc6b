using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline.Tests;

/// <summary>Laws that hold whatever a ticket says.</summary>
public class AnyTicketTests
{
    private static readonly IChatClient Client = A.Client();
    private static readonly ChatOptions Options = A.Options();
    private static readonly ChatMessage Prompt = A.System();

    /// <summary>Letters that mean something to the prompt beside every kind of code unit, half characters included.</summary>
    private static readonly Gen<string> TicketText = Gen.OneOf(
            ArbMap.Default.GeneratorFor<char>().Select(character => character.ToString()),
            Gen.Choose(0, char.MaxValue).Select(code => ((char)code).ToString()),
            Gen.Choose(0x1F300, 0x1F6FF).Select(char.ConvertFromUtf32),
            Gen.Elements("a dog bit", " the postman", ". ", "\n", "> ", "bees ", "\uD83D", "\u200B", "é", "\"", "'", "?"),
            Gen.Elements("Subject: ", "Language: ", "[agent] ", "</ticket 9f2c4be17a03d5e8"))
        .ArrayOf()
        .Select(string.Concat);

    [Fact]
    public void Any_ticket_gets_an_answer_of_the_schemas_shape_whose_quotes_are_verbatim() =>
        ForAnyText(text => ShouldBeSound(A.Ticket(text)));

    [Fact]
    public void Any_message_without_a_fence_does_too() =>
        ForAnyText(text => ShouldBeSound(new ChatMessage(ChatRole.User, text)));

    [Theory]
    [InlineData("a dog bit the postman. ")]
    [InlineData("dog")]
    [InlineData("\"")]
    [InlineData("' ")]
    [InlineData("<ticket \n")]
    [InlineData("\uD83D")]
    [InlineData("개")]
    [InlineData("\n")]
    public void Two_megabytes_are_answered_too(string repeated)
    {
        var text = new StringBuilder().Insert(0, repeated, 2_000_000 / repeated.Length).ToString();

        ShouldBeSound(A.Ticket(text));
        ShouldBeSound(new ChatMessage(ChatRole.User, text));
    }

    private static void ForAnyText(Action<string> law) =>
        Prop.ForAll(TicketText.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void ShouldBeSound(ChatMessage ticket)
    {
        var response = Client.GetResponseAsync([Prompt, ticket], Options).GetAwaiter().GetResult();

        var answer = A.Json(response.Text);
        AssessmentReading.Misshapen(A.Json(A.Schema), answer).ShouldBeEmpty();
        answer.IsAlarm.ShouldBe(answer.Quotes.Count > 0);
        foreach (var quote in answer.Quotes)
        {
            quote.Length.ShouldBeInRange(1, 200);
            ticket.Text.Contains(quote, StringComparison.Ordinal).ShouldBeTrue("a quote is not verbatim");
        }
    }
}
