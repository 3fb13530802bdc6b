using TnsTriage.Text;

namespace TnsTriage.Tests.Text;

public class PreparedTextFindTests
{
    [Theory]
    [InlineData("I will hurt him", "hurt him", "hurt him")]
    [InlineData("I will\r\n\t hurt  him", "will hurt him", "will\r\n\t hurt  him")]
    [InlineData("I will hurt him", " hurt\n\nhim\t", "hurt him")]
    [InlineData("cafe\u0301 at noon", "café at", "cafe\u0301 at")]
    [InlineData("café at noon", "cafe\u0301", "café")]
    [InlineData("I don\u2019t \u2014 \u201Creally\u201D\u2026", "I don't - \"really\"...", "I don\u2019t \u2014 \u201Creally\u201D\u2026")]
    [InlineData("I don't", "I don\u2019t", "I don't")]
    [InlineData("k\u200Bill h\u00ADim", "kill him", "k\u200Bill h\u00ADim")]
    [InlineData("my pаsswоrd is", "password", "pаsswоrd")]
    [InlineData("my pаsswоrd is", "pаsswоrd", "pаsswоrd")]
    [InlineData("two 👨\u200D👩\u200D👧 here", "👨👩👧 here", "👨\u200D👩\u200D👧 here")]
    [InlineData("𝐤𝐢𝐥𝐥 him", "kill", "𝐤𝐢𝐥𝐥")]
    [InlineData("He said\n> you will\n> be sorry\nok", "you will be sorry", "you will\n> be sorry")]
    [InlineData("He said\n> you will\n> be sorry\nok", "> you will\n> be sorry", "> you will\n> be sorry")]
    [InlineData("Hi\n[message 2] x", "[message 2]", "[message 2]")]
    public void A_verbatim_quote_is_found_where_it_stands(string raw, string quote, string found) => RawOf(raw, quote).ShouldBe(found);

    [Theory]
    [InlineData("<p>Tom &amp; Jo</p>", "Tom & Jo", "Tom &amp; Jo")]
    [InlineData("<p>in<b>side</b> job</p>", "inside job", "in<b>side</b> job")]
    [InlineData("<p>One&nbsp;</p><p>two</p>", "One two", "One&nbsp;</p><p>two")]
    [InlineData("<p>kill<!-- x --> him</p>", "kill him", "kill<!-- x --> him")]
    [InlineData("<p><a href=\"https://evil.example/a\">Sign in</a></p>", "https://evil.example", "https://evil.example")]
    [InlineData("<p><a href=\"https://evil.example/a\">Sign in</a></p>", "in (https://evil.example/a)", "<a href=\"https://evil.example/a\">Sign in")]
    [InlineData("<p><img alt=\"card.png\" src=x> see</p>", "card.png", "<img alt=\"card.png\" src=x>")]
    [InlineData("<p>a\r\nb &lt;tag&gt;</p>", "a b <tag>", "a\r\nb &lt;tag&gt;")]
    public void A_quote_from_html_is_found_with_the_tags_inside_it(string raw, string quote, string found) => RawOf(raw, quote).ShouldBe(found);

    [Theory]
    [InlineData("I will hurt him", "I will hurt her")]
    [InlineData("I will hurt him", "i will hurt him")]
    [InlineData("café", "cafe")]
    [InlineData("one two", "onetwo")]
    [InlineData("one", "")]
    [InlineData("one", " \n\u200B\u00A0")]
    [InlineData("", "one")]
    [InlineData("Hi\n> old\nbye", "[quoted text]")]
    [InlineData("Hi\n> old\nbye", "quoted text")]
    public void Other_words_are_not_found(string raw, string quote) => PreparedText.Of(raw).Find(quote).ShouldBeNull();

    [Fact]
    public void Nothing_is_found_across_a_mark_of_ours_unless_the_raw_text_has_it_so()
    {
        RawOf("<div>Hi</div><blockquote>old</blockquote>", "Hi old").ShouldBeNull();
        RawOf("see below:\n-----Original Message-----\nold", "below: -----Original").ShouldBe("below:\n-----Original");
    }

    [Fact]
    public void The_first_of_several_places_is_reported() => PreparedText.Of("no no").Find("no").ShouldBe((0, 2));

    private static string? RawOf(string raw, string quote) => PreparedText.Of(raw).Find(quote) is var (start, length) ? raw.Substring(start, length) : null;
}
