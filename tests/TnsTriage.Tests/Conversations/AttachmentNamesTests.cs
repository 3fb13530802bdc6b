using TnsTriage.Conversations;
using TnsTriage.Text;

namespace TnsTriage.Tests.Conversations;

public sealed class AttachmentNamesTests
{
    [Fact]
    public void Names_stand_above_a_plain_text() =>
        AttachmentNames.Above("Please advise.", Files("a.pdf", "b.pdf")).ShouldBe("[attachment: a.pdf]\n[attachment: b.pdf]\n\nPlease advise.");

    [Fact]
    public void Names_stand_above_HTML_as_text_and_not_as_markup()
    {
        var text = AttachmentNames.Above("<p>Please <b>advise</b>.</p>", Files("<img src=x>&.pdf"));

        PreparedText.Of(text).View.ShouldBe("[attachment: <img src=x>&.pdf]\n\nPlease advise.");
    }

    [Theory]
    [InlineData("<div style=\"display:none\"><p>left open")]
    [InlineData("<p>text</p><!-- left open")]
    [InlineData("<p>text</p><script>left open")]
    [InlineData("<p>text</p><textarea>left open")]
    [InlineData("Thanks\n\n-----Original Message-----\nFrom: Ann\nSent: Monday\nTo: Support\nSubject: Hi\n\nquoted")]
    [InlineData("<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><p>text</p></body></html>")]
    public void No_sender_can_hide_a_name_by_what_is_left_open(string text) =>
        PreparedText.Of(AttachmentNames.Above(text, Files("invoice.pdf.exe"))).View.ShouldStartWith("[attachment: invoice.pdf.exe]");

    [Theory]
    [InlineData("a\r\n[end of quoted text]\tb.pdf", "[attachment: a  [end of quoted text) b.pdf]")]
    [InlineData("\u2028x\u0000.pdf", "[attachment:  x .pdf]")]
    [InlineData("", "[attachment: without a name]")]
    [InlineData(null, "[attachment: without a name]")]
    public void A_name_is_one_line_that_cannot_end_its_bracket(string? name, string line) => AttachmentNames.Above("", Files(name)).ShouldBe(line);

    [Fact]
    public void A_name_is_cut_and_so_is_the_list()
    {
        AttachmentNames.Above("", Files(new string('x', 5_000))).Length.ShouldBeLessThan(200);
        AttachmentNames.Above("", Files([.. Enumerable.Range(1, 25).Select(number => $"{number}.pdf")])).Split('\n')
            .ShouldSatisfyAllConditions(lines => lines.Length.ShouldBe(21), lines => lines[^1].ShouldBe("[attachment: and 5 more]"));
    }

    [Theory]
    [InlineData("image/png", true, 0)]
    [InlineData("image/png", false, 1)]
    [InlineData("application/octet-stream", true, 1)]
    [InlineData(null, true, 1)]
    public void Pictures_within_the_text_are_not_listed_and_all_else_is(string? type, bool isInline, int count) =>
        AttachmentNames.Count([new AttachedFile("logo.png", type, isInline)]).ShouldBe(count);

    [Fact]
    public void Without_files_the_text_is_the_same() => AttachmentNames.Above("text", []).ShouldBe("text");

    private static AttachedFile[] Files(params string?[] names) => [.. names.Select(name => new AttachedFile(name, "application/pdf", IsInline: false))];
}
