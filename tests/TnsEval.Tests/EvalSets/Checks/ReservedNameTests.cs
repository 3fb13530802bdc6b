using TnsEval.EvalSets.Checks;

namespace TnsEval.Tests.EvalSets.Checks;

public class ReservedNameTests
{
    [Theory]
    [InlineData("Write to jane@grace.example or https://grace.test/give?x=1, not http://user:pw@grace.invalid:8080.")]
    [InlineData("mail.example.com, EXAMPLE.ORG and www.example.net are kept for documentation")]
    [InlineData("링크는 https://hanmaum.example에서 왔어요")]
    [InlineData("Call 615-555-0117, (616) 555-0177, +1 417.555.0163, +16155550199 or 555-0100")]
    [InlineData("Version 2.10.3 of checkin.history, EDR-1187.pdf, @pastorlee, p.thigpen at 10.20.4.61 http://203.0.113.9/x")]
    [InlineData("Gift 2025551234, card 4111 1111 1111 1111, +44 20 7946 0958, order 25-30418, 2022-2024, IBAN GB82 WEST 1234 5698 7654 32")]
    public void Names_that_belong_to_nobody_pass(string body) => Problems(body).ShouldBeEmpty();

    [Theory]
    [InlineData("Write to jane@gracechurch.com.", "domain gracechurch.com")]
    [InlineData("<a href=\"https://login.planning-center.de/x\">example.com</a>", "domain login.planning-center.de")]
    [InlineData("it came from GraceChurch.ORG, they say", "domain GraceChurch.ORG")]
    [InlineData("http://example.com.evil.co/", "domain example.com.evil.co")]
    [InlineData("Call 615-867-5309", "phone number 615-867-5309")]
    [InlineData("Call (615)555-0200.", "phone number (615)555-0200")]
    [InlineData("+1 800 273 8255", "phone number +1 800 273 8255")]
    [InlineData("tel:+16158675309", "phone number +16158675309")]
    [InlineData("Call 555-1212", "phone number 555-1212")]
    public void A_name_that_may_be_somebodys_is_told(string body, string what) =>
        Problems(body).ShouldHaveSingleItem().ShouldBe($"ticket \"t-1\" has the {what}, which may be somebody's");

    [Fact]
    public void Subject_and_thread_are_searched_too_and_a_name_is_told_once()
    {
        var set = EvalSetFolder.SetOf(TicketLine.Benign()
            .With("subject", "a@one.com")
            .With("body", "a@two.com and b@two.com")
            .With("thread", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["from"] = "sender", ["body"] = "555-9999" })));

        SetCheck.Of(set, []).Problems.Count.ShouldBe(3);
    }

    private static string[] Problems(string body) =>
        [.. SetCheck.Of(EvalSetFolder.SetOf(TicketLine.Benign().With("body", body)), []).Problems.Select(problem => problem.What)];
}
