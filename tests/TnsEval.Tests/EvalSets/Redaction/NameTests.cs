namespace TnsEval.Tests.EvalSets.Redaction;

public sealed class NameTests
{
    [Theory]
    [InlineData("Hello, my name is Odalys Brandt and I need help.", "Hello, my name is <Person> and I need help.")]
    [InlineData("Dear Odalys,\nthank you", "Dear <Person>,\nthank you")]
    [InlineData("Hi Odalys and Bram,", "Hi <Person> and <Person>,")]
    [InlineData("It prints.\n\nBest regards,\nOdalys M. Brandt\nOffice", "It prints.\n\nBest regards,\n<Person>\nOffice")]
    [InlineData("Thanks!<br><br>Odalys<br>", "Thanks!<br><br><Person><br>")]
    [InlineData("regards, Odalys", "regards, <Person>")]
    [InlineData("Pastor Bram's login", "Pastor <Person>'s login")]
    [InlineData("From: Odalys Brandt <ann@stpaul.zz>", "From: <Person> <<person>>")]
    [InlineData("On Wed at 10:40 AM Odalys Brandt wrote:\n> x", "On Wed at 10:40 AM <Person> wrote:\n> x")]
    [InlineData("Me llamo Íñigo de la Cruz.", "Me llamo <Person>.")]
    [InlineData("El Sr. Íñigo llamó. Saludos,\nÑusta", "El Sr. <Person> llamó. Saludos,\n<Person>")]
    [InlineData("Prezada Conceição, meu nome é João", "Prezada <Person>, meu nome é <Person>")]
    [InlineData("Je m’appelle Zoé. Cordialement,\r\nZoé", "Je m’appelle <Person>. Cordialement,\r\n<Person>")]
    [InlineData("Sehr geehrte Frau Özdemir,\nich heiße Jürgen.\nViele Grüße\nJürgen", "Sehr geehrte Frau <Person>,\nich heiße <Person>.\nViele Grüße\n<Person>")]
    public void A_name_near_a_cue_word_is_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("We read John 3:16 and Mark 4:1 in the lesson")]
    [InlineData("Dear Grace Church, where is the label?")]
    [InlineData("Hi Team,")]
    [InlineData("Dear Sir or Madam,")]
    [InlineData("Pastor Appreciation Month is close")]
    [InlineData("Thanks! How do I print labels?")]
    [InlineData("From: Monday to Friday")]
    [InlineData("my name is not on the list")]
    [InlineData("Hallo zusammen,\nviele Grüße")]
    [InlineData("This is Important.")]
    [InlineData("He is our pastor. Same accent as before.")]
    [InlineData("At 18:02, Publishing wrote:\n> x")]
    public void A_capital_near_a_cue_word_is_not_always_a_name(string text) => Redacted.Text(text).ShouldBe(text);

    [Fact]
    public void A_name_once_found_is_replaced_everywhere_in_the_ticket()
    {
        var texts = Redacted.Texts("Brandt gift", "BRANDT gave twice, says Odalys Brandt.", "Dear Odalys Brandt,");

        var person = texts[2]["Dear ".Length..^1];
        texts.ShouldBe([$"{person} gift", $"{person} gave twice, says {person}.", $"Dear {person},"]);
    }

    [Fact]
    public void A_verse_and_a_church_keep_a_name_that_is_also_a_persons() =>
        Redacted.Shape("Dear Grace,\nas Grace Church reads Grace 3:16, Grace should know.")
            .ShouldBe("Dear <Person>,\nas Grace Church reads Grace 3:16, <Person> should know.");

    [Fact]
    public void Two_persons_of_one_family_name_stay_two()
    {
        var text = Redacted.Text("Dear Ada Brandt,\nMr Bram Brandt is Ada's son.");

        var ada = text.Split([' ', ','])[1];
        text.ShouldEndWith($" is {ada}'s son.");
        text.ShouldNotContain($"Mr {ada}");
    }
}
