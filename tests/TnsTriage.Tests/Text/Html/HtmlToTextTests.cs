using TnsTriage.Text;

namespace TnsTriage.Tests.Text.Html;

public class HtmlToTextTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo")]
    [InlineData("<div>One</div>\r\n<div>Two</div>", "One\nTwo")]
    [InlineData("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo")]
    [InlineData("<p>One<br>Two<br><br><br>Three</p>", "One\nTwo\n\nThree")]
    [InlineData("<ul><li>One<li>Two</ul>", "One\nTwo")]
    [InlineData("<table><tr><td>Name</td><td>Jo</td></tr><tr><td>Age</td><td>9</td></tr></table>", "Name Jo\nAge 9")]
    [InlineData("<p>Hello   <b>dear</b>\r\n  friend </p>", "Hello dear friend")]
    [InlineData("<p>in<b>side</b></p>", "inside")]
    [InlineData("<pre>one\ntwo</pre>", "one\ntwo")]
    public void Elements_and_not_white_space_break_lines(string html, string view) => PreparedText.Of(html).View.ShouldBe(view);

    [Theory]
    [InlineData("<p>Tom &amp; Jo&nbsp;&#8217;&#x27; &lt;b&gt; &copy &notin;</p>", "Tom & Jo ’' <b> © ∉")]
    [InlineData("<p>&unknown; &; & &#; a&b</p>", "&unknown; &; & &#; a&b")]
    [InlineData("<p>&#0;&#xD800;&#9999999999;</p>", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("<p>a&#10;&#32;b</p>", "a b")]
    public void Character_references_are_resolved(string html, string view) => PreparedText.Of(html).View.ShouldBe(view);

    [Theory]
    [InlineData("<html><head><title>T</title><style>p { color: red }</style></head><body>seen</body></html>")]
    [InlineData("<p>seen<script>if (a < b) { alert('<p>'); }</script></p>")]
    [InlineData("<p>seen<!-- a <b>comment</b> --></p>")]
    [InlineData("<p>seen</p><template><p>no</p></template>")]
    [InlineData("<div hidden><script>no</script></div><p>seen</p>")]
    public void What_is_no_text_of_a_page_is_not_shown(string html) => PreparedText.Of(html).View.ShouldBe("seen");

    [Theory]
    [InlineData("<p>seen<span style='font-size:0.8em'> and this</span></p>")]
    [InlineData("<p>seen<span style='/* display:none */'> and this</span></p>")]
    [InlineData("<p>seen<span style='display:none;display:inline'> and this</span></p>")]
    [InlineData("<p>seen<span style='d\\69splay:none;x-display:none'> and this</span></p>")]
    [InlineData("<p>seen<span hidden style='display:inline'> and this</span></p>")]
    [InlineData("<table hidden>seen and this</table>")]
    [InlineData("<ul><li hidden><li>seen and this</ul>")]
    [InlineData("<ul><li><div hidden><li>seen and this</ul>")]
    [InlineData("<table><tr><td><span hidden><td>seen and this</table>")]
    [InlineData("<p><span hidden><div>seen and this</div></p>")]
    [InlineData("<p>seen<span hidden></div></span> and this</p>")]
    [InlineData("<a hidden></a><a>seen and this</a>")]
    public void What_a_page_shows_is_shown(string html) => PreparedText.Of(html).View.ShouldBe("seen and this");

    [Theory]
    [InlineData("<p><a href=\"https://evil.example/x?a=1&amp;b=2\">Sign in</a> now</p>", "Sign in (https://evil.example/x?a=1&b=2) now")]
    [InlineData("<p><a href='https://evil.example'>https://church.example</a></p>", "https://church.example (https://evil.example)")]
    [InlineData("<p><a href='https://evil.example'><img src=x alt='Pay'></a></p>", "[image: Pay] (https://evil.example)")]
    [InlineData("<p>Pay <a href='https://evil.example'><img src=x></a></p>", "Pay (https://evil.example)")]
    [InlineData("<p><a href=https://a.example>one<a href=https://b.example>two</p>", "one (https://a.example)two (https://b.example)")]
    public void A_link_whose_text_hides_its_target_shows_both(string html, string view) => PreparedText.Of(html).View.ShouldBe(view);

    [Theory]
    [InlineData("<p><a href='https://www.church.example/'>church.example</a></p>", "church.example")]
    [InlineData("<p><a href='mailto:jo@x.example'>jo@x.example</a></p>", "jo@x.example")]
    [InlineData("<p><a href='#top'>Up</a> <a name=x>here</a></p>", "Up here")]
    public void A_link_that_shows_its_target_shows_it_once(string html, string view) => PreparedText.Of(html).View.ShouldBe(view);

    [Fact]
    public void A_very_long_target_is_cut() =>
        PreparedText.Of($"<p><a href='data:text/html,{new string('x', 5000)}'>Open</a></p>").View.Length.ShouldBeLessThan(400);

    [Fact]
    public void Images_are_described() =>
        PreparedText.Of("<p>See <img alt='our\n  sign-in page' src=x> and <img src='pixel.gif' alt=''></p>").View.ShouldBe("See [image: our sign-in page] and");

    [Fact]
    public void An_address_in_angle_brackets_is_shown() =>
        PreparedText.Of("<div>From: Jane <jane@x.example></div>").View.ShouldBe("From: Jane <jane@x.example>");

    [Theory]
    [InlineData("<p>See below.</p><blockquote>Old words</blockquote><p>Thanks</p>", "See below.\n\n[quoted text]\nOld words\n[end of quoted text]\n\nThanks")]
    [InlineData("<div>Yes.</div><div class=\"gmail_quote gmail_quote_container\"><div>On Mon, Jo wrote:</div><blockquote>Old<blockquote>Older</blockquote></blockquote></div>",
        "Yes.\n[quoted text]\nOn Mon, Jo wrote:\n\nOld\n\nOlder\n[end of quoted text]")]
    [InlineData("<div>Yes.</div><div id=\"divRplyFwdMsg\">De : Jo</div><div>Old</div>", "Yes.\n[quoted text]\nDe : Jo\nOld\n[end of quoted text]")]
    [InlineData("<div>Yes.</div><div>On Mon, Jo wrote:</div><blockquote type=cite>Old</blockquote>", "Yes.\n[quoted text]\nOn Mon, Jo wrote:\n\nOld\n[end of quoted text]")]
    public void What_mail_programs_quote_is_marked(string html, string view) => PreparedText.Of(html).View.ShouldBe(view);

    [Fact]
    public void A_mail_of_an_office_program_reads_well()
    {
        const string html = """
            <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if mso]><style>x</style><![endif]--></head><body lang=EN-US>
            <p class=MsoNormal>Hi team,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
            <p class=MsoNormal>The list is <b>open</b> to anyone.<o:p></o:p></p>
            <div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Support &lt;help@x.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Jo<br><b>Subject:</b> RE: list<o:p></o:p></p></div>
            <p class=MsoNormal>Which list?<o:p></o:p></p></body></html>
            """;

        PreparedText.Of(html).View.ShouldBe(
            "Hi team,\n\nThe list is open to anyone.\n\n"
            + "[quoted text]\nFrom: Support <help@x.example>\nSent: Monday\nTo: Jo\nSubject: RE: list\n\nWhich list?\n[end of quoted text]");
    }
}
