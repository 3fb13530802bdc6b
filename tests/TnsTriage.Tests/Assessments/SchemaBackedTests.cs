using System.Text.Json.Nodes;
using TnsTriage.Assessments;

namespace TnsTriage.Tests.Assessments;

/// <summary>Answers against a prompt's own schema.</summary>
public sealed class SchemaBackedTests
{
    [Fact]
    public void Valid_answer_is_accepted() =>
        Enforce(An.Alarm().ToJsonString()).ShouldBeOfType<Enforcement.Accepted>().Assessment.Verdict.ShouldBe(Verdict.EscalateUrgent);

    [Fact]
    public void Field_that_the_schema_requires_is_missed_where_it_should_be()
    {
        var answer = An.Alarm();
        answer["evidence"]![0]!.AsObject().Remove("speaker");

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/evidence/0");
        violation.Rule.ShouldBe("schema:/properties/evidence/items/required");
        violation.Message.ShouldContain("speaker");
    }

    [Fact]
    public void Name_outside_the_schemas_enum_is_rejected_by_the_schema()
    {
        var answer = An.Alarm();
        answer["verdict"] = "page";

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/verdict");
        violation.Rule.ShouldBe("schema:/properties/verdict/enum");
    }

    [Fact]
    public void Field_that_the_schema_does_not_know_is_rejected()
    {
        var answer = An.Answer();
        answer["notes"] = "Dana said so.";

        Rejected(answer).ShouldHaveSingleItem().Rule.ShouldBe("schema:/additionalProperties");
    }

    [Fact]
    public void Schema_violations_are_told_at_once_in_the_order_of_the_answer()
    {
        var answer = An.Alarm();
        answer["evidence"]![0]!["use"] = "quote";
        answer["categories"]![0]!["severity"] = "huge";
        answer["verdict"] = "page";

        Rejected(answer).Select(violation => violation.Pointer).ShouldBe(["/evidence/0/use", "/categories/0/severity", "/verdict"]);
    }

    [Fact]
    public void Evidence_is_looked_at_only_when_the_schema_is_kept()
    {
        var answer = An.Alarm();
        answer["evidence"]![0]!["quote"] = "not in the ticket";
        answer["verdict"] = "page";

        Rejected(answer).ShouldHaveSingleItem().Rule.ShouldStartWith("schema:");
    }

    [Fact]
    public void Messages_repeat_no_value_of_the_answer()
    {
        const string secret = "Zebra";
        var answer = An.Alarm();
        answer["verdict"] = secret;
        answer["rationale"] = new JsonArray(secret);
        answer["event_status"] = secret;
        answer["evidence"]![0]!["speaker"] = secret;
        answer["needs_human"] = secret;

        Rejected(answer).ShouldAllBe(violation => !violation.ToString().Contains(secret) && !violation.Rule.Contains(secret));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_violation_and_not_an_exception()
    {
        // No [InlineData]: attributes are stored as UTF-8, which cannot hold half a pair.
        string[] texts =
        [
            """{"rationale": "\ud83d"}""",
            """{"rationale": "\ud83dx"}""",
            """{"rationale": "\ud83d\ud83d\ude4f"}""",
            """{"rationale": "\udc00"}""",
            """{"\ud83d": 1}""",
            "{\"rationale\": \"\ud83d\"}",
            "{\"rationale\": \"\udc00\ud83d\"}",
            "{\"rationale\": \"\ud83d\\ude4f\"}",
        ];

        texts.ShouldAllBe(text => Rejected(text).Single().Rule == "json" && RejectedByLaxContract(text).Single().Rule == "json");
    }

    private static Enforcement Enforce(string text) => A.Prompt().Contract.Enforce(text, A.PreparedTicket());

    private static IReadOnlyList<ContractViolation> Rejected(JsonObject answer) => Rejected(answer.ToJsonString());

    private static IReadOnlyList<ContractViolation> Rejected(string text) => Enforce(text).ShouldBeOfType<Enforcement.Rejected>().Violations;

    private static IReadOnlyList<ContractViolation> RejectedByLaxContract(string text) =>
        A.LaxContract().Enforce(text, A.PreparedTicket()).ShouldBeOfType<Enforcement.Rejected>().Violations;
}
