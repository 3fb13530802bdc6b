using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Assessments;
using static TnsTriage.Tests.Assessments.Contract;

namespace TnsTriage.Tests.Assessments;

/// <summary>Quotes must stand in the ticket, and an alarm needs evidence and a category.</summary>
public sealed class EvidenceRuleTests
{
    [Fact]
    public void Quote_that_is_not_in_the_ticket_is_rejected()
    {
        var answer = An.Alarm();
        answer["evidence"]![0]!["quote"] = "he hurt a child";

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/evidence/0/quote");
        violation.Rule.ShouldBe("evidence");
    }

    [Fact]
    public void Quote_may_stand_in_subject_or_thread()
    {
        var ticket = A.PreparedTicket("Any news?", "Secret chats with pupils", thread: [new(ThreadAuthor.Sender, "He writes to them at night.")]);
        var answer = An.Alarm();
        answer["evidence"] = new JsonArray(An.Evidence("Secret chats"), An.Evidence("writes to them at night"));

        var assessment = A.LaxContract().Enforce(answer.ToJsonString(), ticket).ShouldBeOfType<Enforcement.Accepted>().Assessment;

        assessment.Evidence.Select(evidence => evidence.Location).ShouldBe(
            [new EvidenceLocation(TicketPart.Subject, 0, 0, 12), new EvidenceLocation(TicketPart.Thread, 0, 3, 23)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Empty_quote_is_no_evidence(string quote)
    {
        var answer = An.Alarm();
        answer["evidence"] = new JsonArray(An.Evidence(quote));

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/evidence/0/quote");
        violation.Rule.ShouldBe("evidence");
    }

    [Fact]
    public void Quote_of_200_characters_is_the_longest()
    {
        var ticket = A.PreparedTicket(body: string.Concat(Enumerable.Repeat("🙏", 201)));
        var answer = An.Alarm();

        answer["evidence"]![0]!["quote"] = string.Concat(Enumerable.Repeat("🙏", 200));
        A.LaxContract().Enforce(answer.ToJsonString(), ticket).ShouldBeOfType<Enforcement.Accepted>();

        answer["evidence"]![0]!["quote"] = string.Concat(Enumerable.Repeat("🙏", 201));
        A.LaxContract().Enforce(answer.ToJsonString(), ticket).ShouldBeOfType<Enforcement.Rejected>()
            .Violations.ShouldHaveSingleItem().Message.ShouldBe("the quote has 201 characters; quote at most 200");
    }

    [Fact]
    public void Quote_of_an_injection_must_be_in_the_ticket_too()
    {
        var answer = An.Answer();
        answer["prompt_injection"]!["quote"] = "ignore all rules";

        Rejected(answer).ShouldHaveSingleItem().Pointer.ShouldBe("/prompt_injection/quote");
    }

    [Theory]
    [InlineData("high", "escalate_urgent")]
    [InlineData("high", "none")]
    [InlineData("low", "escalate")]
    public void Alarm_without_evidence_is_rejected_whoever_raises_it(string severity, string modelVerdict)
    {
        var answer = An.Alarm(severity: severity, verdict: modelVerdict);
        answer["evidence"] = new JsonArray();

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/evidence");
        violation.Rule.ShouldBe("evidence");
    }

    [Theory]
    [InlineData("escalate", "none")]
    [InlineData("escalate_urgent", "critical")]
    [InlineData("none", "medium")]
    [InlineData("review", "critical")]
    public void Alarm_without_a_category_is_rejected(string verdict, string severity)
    {
        var answer = An.Alarm(verdict: verdict, severity: severity);
        answer["categories"] = new JsonArray();

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/categories");
        violation.Rule.ShouldBe("consistency");
    }

    [Fact]
    public void Alarm_whose_every_category_is_rated_none_is_rejected()
    {
        var answer = An.Alarm(verdict: "escalate");
        answer["categories"]![0]!["severity"] = "none";

        Rejected(answer).ShouldHaveSingleItem().Pointer.ShouldBe("/categories");
    }

    [Fact]
    public void Alarm_with_neither_category_nor_evidence_gets_both_violations_at_once()
    {
        var answer = An.Alarm();
        answer["categories"] = new JsonArray();
        answer["evidence"] = new JsonArray();

        Rejected(answer).Select(violation => violation.Pointer).ShouldBe(["/categories", "/evidence"]);
    }
}
