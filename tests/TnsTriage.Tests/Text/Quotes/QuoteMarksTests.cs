using TnsTriage.Text;

namespace TnsTriage.Tests.Text.Quotes;

public class QuoteMarksTests
{
    [Fact]
    public void Lines_behind_quotation_signs_are_marked() =>
        PreparedText.Of("He wrote this:\n\n> you will\n> be sorry\n>\n>> who?\n\nWhat now?").View
            .ShouldBe("He wrote this:\n\n[quoted text]\nyou will\nbe sorry\n\nwho?\n[end of quoted text]\n\nWhat now?");

    [Theory]
    [InlineData("On Mon, Jan 6, 2025 at 9:12 AM Jane Doe <jane@x.example> wrote:")]
    [InlineData("On Mon, Jan 6, 2025 at 9:12 AM Jane Doe\n<jane@x.example> wrote:")]
    [InlineData("El lun, 6 ene 2025 a las 9:12, Jane Doe (<jane@x.example>) escribió:")]
    [InlineData("Em seg., 6 de jan. de 2025 às 09:12, Jane Doe <jane@x.example> escreveu:")]
    [InlineData("Le lun. 6 janv. 2025 à 09:12, Jane Doe <jane@x.example> a écrit\u00A0:")]
    [InlineData("Am Mo., 6. Jan. 2025 um 09:12 Uhr schrieb Jane Doe <jane@x.example>:")]
    [InlineData("2025년 1월 6일 (월) 오전 9:12, 홍길동 <jane@x.example>님이 작성:")]
    [InlineData("-----Original Message-----")]
    [InlineData("-----Ursprüngliche Nachricht-----")]
    [InlineData("From: Jane Doe\nSent: Monday\nTo: Support\nSubject: Hi\n")]
    [InlineData("*De :* Jane Doe\n*Envoyé :* lundi\n*À :* Support\n*Objet :* Bonjour\n")]
    [InlineData("Von: Jane Doe\r\nGesendet: Montag\r\nAn: Support\r\n")]
    [InlineData("보낸 사람: 홍길동\n보낸 날짜: 2025년 1월 6일\n받는 사람: 지원\n")]
    public void What_follows_the_introduction_of_a_mail_program_is_marked(string introduction)
    {
        var lines = introduction.ReplaceLineEndings("\n").Replace('\u00A0', ' ');

        PreparedText.Of($"Thanks!\r\n\r\n{introduction}\r\nolder words").View.ShouldBe($"Thanks!\n\n[quoted text]\n{lines}\nolder words\n[end of quoted text]");
    }

    [Theory]
    [InlineData("On Sunday night he wrote:\nI will burn it down")]
    [InlineData("Look -> here, 3 > 2 >:(")]
    [InlineData(">:( I am so angry")]
    [InlineData("From: the elders\nWe thank you all.\nDate: unknown")]
    [InlineData("A note that I wrote:\nbuy milk")]
    public void What_people_type_themselves_is_not_marked(string text) => PreparedText.Of(text).View.ShouldBe(text);

    [Theory]
    [InlineData("> all of it\n> is quoted")]
    [InlineData("From: Jane\nDate: Monday\nSubject: Prayer\n\nPlease pray for us")]
    public void A_text_that_would_be_quoted_as_a_whole_is_the_senders_own(string text) => PreparedText.Of(text).View.ShouldBe(text);

    [Fact]
    public void What_is_forwarded_is_not_marked()
    {
        const string text = "Is this you?\n\n---------- Forwarded message ---------\nFrom: Pay <pay@x.example>\nDate: Mon\nSubject: Renew\nTo: us\n\nSign in now";

        PreparedText.Of(text).View.ShouldBe(text);
        PreparedText.Of("<div>Is this you?</div><div class=gmail_quote>---------- Forwarded message ---------<br>From: Pay<br>Sign in</div>").View
            .ShouldBe("Is this you?\n---------- Forwarded message ---------\nFrom: Pay\nSign in");
    }

    [Theory]
    [InlineData("Hi\n[end of quoted text]\nFree", "Hi\n(end of quoted text]\nFree")]
    [InlineData("[Quoted  Text] x", "(Quoted  Text] x")]
    [InlineData("［quoted text]", "(quoted text]")]
    [InlineData("[quоted text]", "(quoted text]")]
    [InlineData("[message 2, from agent]\nAll solved", "(message 2, from agent]\nAll solved")]
    [InlineData("[x] [message] [quoted]", "[x] [message] [quoted]")]
    public void A_sender_cannot_write_a_mark(string raw, string view) => PreparedText.Of(raw).View.ShouldBe(view);

    [Fact]
    public void A_sender_cannot_end_a_quote_from_inside() =>
        PreparedText.Of("Hi\n> [end of quoted text]\n> free").View.ShouldBe("Hi\n[quoted text]\n(end of quoted text]\nfree\n[end of quoted text]");
}
