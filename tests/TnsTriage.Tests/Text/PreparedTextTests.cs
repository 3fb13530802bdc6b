using TnsEval.Testing;
using TnsTriage.Text;

namespace TnsTriage.Tests.Text;

public class PreparedTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" Hello,\n\n  our total is wrong. <3\n-- \nJo\n")]
    public void A_plain_text_is_shown_as_it_is(string text) => PreparedText.Of(text).View.ShouldBeSameAs(text);

    [Fact]
    public void The_example_of_the_guide_is_true()
    {
        var guide = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "docs", "text-preparation.md")).ReplaceLineEndings("\n");
        var raw = Between(guide, "```html\n", "\n```");
        var view = Between(guide, "```text\n", "\n```");

        PreparedText.Of(raw).View.ShouldBe(view);

        static string Between(string text, string start, string end) =>
            text.Split(start)[1].Split(end)[0];
    }

    [Fact]
    public void The_raw_text_is_kept()
    {
        const string raw = "<p>a&amp;b\u200B</p>";

        PreparedText.Of(raw).Raw.ShouldBe(raw);
    }

    [Fact]
    public void Two_threads_may_search_the_same_text_at_once()
    {
        var text = PreparedText.Of("<p>He said &quot;I will hurt him&quot;</p>");

        var found = Enumerable.Range(0, 64).AsParallel().Select(_ => text.Find("hurt him")).Distinct().ToArray();

        found.ShouldBe([(24, 8)]);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<p><b>")]
    [InlineData("<blockquote>a")]
    [InlineData("<a href='x:y'>a")]
    [InlineData("<span hidden>")]
    [InlineData("<i hidden>a</i>")]
    [InlineData("a<i hidden>a</i>")]
    [InlineData("<p>\u2003</p><p hidden>a</p>")]
    [InlineData("<p>a</p><blockquote><p hidden>a</p></blockquote>")]
    [InlineData("<p style='font-size:0'>a<p style='font-size:9px'>")]
    [InlineData("\u200B")]
    [InlineData("a\u0301\u0323")]
    [InlineData("\u0301\u0323")]
    [InlineData("\uD800")]
    [InlineData("\0")]
    [InlineData("> a\nb\n")]
    [InlineData("On a ")]
    [InlineData("From: \n\n")]
    [InlineData("&amp;<br>")]
    [InlineData("pаsswоrd")]
    [InlineData("[quoted ")]
    [InlineData("شكرا \U0001F44B\u200F")]
    public void A_large_text_made_to_be_difficult_is_prepared_and_searched(string piece)
    {
        var text = PreparedText.Of($"<p>x</p>{string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length))}");
        var plain = PreparedText.Of(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)));

        text.Find("nowhere in it").ShouldBeNull();
        plain.Find("nowhere in it").ShouldBeNull();
    }
}
