using System.Net;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.Reports;
using TnsEval.Reports.Markup;

namespace TnsEval.Tests.Reports;

public sealed class HtmlTests
{
    [Fact]
    public void No_data_leaves_a_character_that_markup_is_made_of() => Prop.ForAll<string?>(data =>
        !Html.Of($"{data}").ToString().AsSpan().ContainsAny("<>\"'")
        && Html.Of($"""<a class="{data}">{data}</a>""").ToString() is var element
        && element.Count(character => character == '<') == 2 && element.Count(character => character == '"') == 2).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_browser_reads_the_data_back_with_what_hides_made_visible() => Prop.ForAll(Text.ToArbitrary(), data =>
        WebUtility.HtmlDecode(Html.Of($"{data}").ToString()) == VisibleText.Of(data)).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("</td><script>alert(1)</script>", "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onmouseover='x'", "&quot; onmouseover=&#x27;x&#x27;")]
    [InlineData("a\u202Eb\u2028c\u0000d\u2066e", "a\\u202eb\\u2028c\\u0000d\\u2066e")]
    [InlineData("Zoë & 山田 🙂", "Zo\u00EB &amp; 山田 &#x1F642;")]
    public void Text_is_encoded_and_what_steers_is_shown_by_its_number(string data, string encoded) => Html.Of($"{data}").ToString().ShouldBe(encoded);

    [Fact]
    public void A_piece_is_not_encoded_again() => Html.Of($"<p>{Html.Of($"<b>{"<"}</b>")}</p>").ToString().ShouldBe("<p><b>&lt;</b></p>");

    [Fact]
    public void A_hole_where_encoding_does_not_help_is_refused()
    {
        var data = "x";

        Should.Throw<InvalidOperationException>(() => Html.Of($"<{data}>"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<p {data}>"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<p class={data}>"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<p onclick=\"{data}\">"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<p style=\"{data}\">"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<a href=\"{data}\">"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<script>{data}</script>"));
        Should.Throw<InvalidOperationException>(() => Html.Of($"<style>{data}</style>"));
        Html.Of($"<a href=\"#{data}\" title=\"{data}\">{data}</a>").ToString().ShouldBe("<a href=\"#x\" title=\"x\">x</a>");
    }

    [Fact]
    public void A_piece_must_be_whole() => Should.Throw<InvalidOperationException>(() => Html.Of($"<p class=\""));

    [Fact]
    public void Json_that_could_end_its_element_is_refused() => Should.Throw<ArgumentException>(() => Html.Data("data", "{\"a\":\"</script>\"}"));

    private static Gen<string> Text => Gen.Elements("<", ">", "&", "\"", "'", "`", "\u202E", "\u2028", "\0", "a", "é", "山", "&amp;", "</script>", "<!--", "]]>", "🙂")
        .ListOf().Select(string.Concat);
}
