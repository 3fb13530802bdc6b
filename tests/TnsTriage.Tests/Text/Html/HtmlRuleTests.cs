using TnsTriage.Text;
using TnsTriage.Text.Html;

namespace TnsTriage.Tests.Text.Html;

public class HtmlRuleTests
{
    [Theory]
    [InlineData("<!DOCTYPE html><p>Hi")]
    [InlineData("\r\n <html xmlns:o=\"urn:x\"><body>Hi</body></html>")]
    [InlineData("<!-- made by a program --><div>Hi</div>")]
    [InlineData("<p>Hi</p>\n<p>Bye</p>")]
    [InlineData("<P CLASS=x>Hi</P> Thanks")]
    [InlineData("<span>Hi</span>")]
    [InlineData("<br>Hi<br>")]
    [InlineData("Name: Jo<br>Mail: jo@x.example<br/>\nI need help")]
    public void A_mail_written_in_html_is_html(string text) => HtmlRule.IsHtml(text).ShouldBeTrue();

    [Theory]
    [InlineData("I <3 this, a < b and b > a")]
    [InlineData("From Jane <jane@x.example>, see <https://x.example>")]
    [InlineData("<jane@x.example> wrote to us")]
    [InlineData("I put <b>bold</b> and <p>Hello</p> in the description and it shows the tags")]
    [InlineData("I typed <script>alert(1)</script> into the name field and it ran")]
    [InlineData("<img src=x onerror=alert(1)> in the name field runs for every visitor")]
    [InlineData("<div> tags show in our mails, why?")]
    [InlineData("Should I use <br> or <br/> or `<br>`?")]
    [InlineData("This came today:\n\n<div><a href=\"https://x.example\">Sign in</a></div>\n\nIs it you?")]
    [InlineData("Log says:<br>\nline one<br>\nand then it stops\nwhy?")]
    [InlineData("&lt;p&gt;Hello&lt;/p&gt;")]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<!--")]
    public void A_plain_text_keeps_its_angle_brackets(string text)
    {
        HtmlRule.IsHtml(text).ShouldBeFalse();
        PreparedText.Of(text).View.ShouldBe(text);
    }
}
