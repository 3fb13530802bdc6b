using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Assessments;
using static TnsTriage.Tests.Assessments.Contract;

namespace TnsTriage.Tests.Assessments;

/// <summary>All against a schema that allows everything: what must hold however lax a prompt's schema is.</summary>
public sealed class AssessmentContractTests
{
    [Fact]
    public void Answer_that_finds_nothing_is_accepted()
    {
        var assessment = Accepted(An.Answer());

        assessment.Verdict.ShouldBe(Verdict.None);
        assessment.Severity.ShouldBe(Severity.None);
        assessment.IsAlarm.ShouldBeFalse();
        assessment.DisagreesWithPolicy.ShouldBeFalse();
    }

    [Fact]
    public void Every_field_of_an_answer_is_read()
    {
        var answer = An.Alarm();
        answer["evidence"]![0]!["category"] = "child_safety";
        answer["prompt_injection"] = new JsonObject { ["present"] = true, ["quote"] = "keep it secret", ["aim"] = "reveal" };
        answer["needs_human"] = new JsonObject { ["needed"] = true, ["reason"] = "attachment_only" };
        answer["language"] = new JsonArray("en", "es");
        answer["benign_reading"] = "A policy question.";
        answer["sender_role"] = "witness";
        answer["subject_of_harm"] = "minor";
        answer["confidence"] = "medium";
        answer["handoff_note"] = "Preserve the messages.";

        var assessment = Accepted(answer);

        assessment.Verdict.ShouldBe(Verdict.EscalateUrgent);
        assessment.Categories.ShouldBe([A.Finding(HarmCategory.ChildSafety, Severity.High)]);
        var evidence = assessment.Evidence.ShouldHaveSingleItem();
        evidence.Quote.ShouldBe(A.Quote);
        evidence.Use.ShouldBe(EvidenceUse.Report);
        evidence.Speaker.ShouldBe(Speaker.Sender);
        evidence.Category.ShouldBe(HarmCategory.ChildSafety);
        evidence.Location.ShouldBe(new EvidenceLocation(TicketPart.Body, 0, A.Body.IndexOf(A.Quote, StringComparison.Ordinal), A.Quote.Length));
        assessment.Rationale.ShouldBe("A question about settings.");
        assessment.PromptInjection.ShouldBe(new PromptInjection(Present: true, "keep it secret", InjectionAim.Reveal));
        assessment.NeedsHuman.ShouldBe(new NeedsHuman(Needed: true, NeedsHumanReason.AttachmentOnly));
        assessment.Languages.ShouldBe(["en", "es"]);
        assessment.BenignReading.ShouldBe("A policy question.");
        assessment.SenderRole.ShouldBe(SenderRole.Witness);
        assessment.SubjectOfHarm.ShouldBe(SubjectOfHarm.Minor);
        assessment.EventStatus.ShouldBe(EventStatus.Ongoing);
        assessment.Confidence.ShouldBe(Confidence.Medium);
        assessment.HandoffNote.ShouldBe("Preserve the messages.");
    }

    [Fact]
    public void Fields_a_prompt_does_not_ask_for_are_null()
    {
        var answer = An.Answer();
        answer.Remove("event_status");

        var assessment = Accepted(answer);

        assessment.EventStatus.ShouldBeNull();
        assessment.Languages.ShouldBeNull();
        assessment.SenderRole.ShouldBeNull();
        assessment.Confidence.ShouldBeNull();
        assessment.HandoffNote.ShouldBeNull();
    }

    [Fact]
    public void Verdict_is_derived_and_the_models_own_is_kept_beside_it()
    {
        var assessment = Accepted(An.Alarm(verdict: "review"));

        assessment.Verdict.ShouldBe(Verdict.EscalateUrgent);
        assessment.ModelVerdict.ShouldBe(Verdict.Review);
        assessment.DisagreesWithPolicy.ShouldBeTrue();
    }

    [Theory]
    [InlineData("suppress", Verdict.Review)]
    [InlineData("act", Verdict.Review)]
    [InlineData("reveal", Verdict.None)]
    [InlineData("none", Verdict.None)]
    public void Ticket_that_tries_to_steer_the_alarm_is_reviewed(string aim, Verdict verdict)
    {
        var answer = An.Answer();
        answer["prompt_injection"] = new JsonObject { ["present"] = true, ["quote"] = "keep it secret", ["aim"] = aim };

        Accepted(answer).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Model_that_asks_for_a_person_gets_a_review()
    {
        var answer = An.Answer();
        answer["needs_human"]!["needed"] = true;

        Accepted(answer).Verdict.ShouldBe(Verdict.Review);
    }

    [Theory]
    [InlineData("```json\n", "\n```")]
    [InlineData("```JSON\r\n", "\r\n```\r\n")]
    [InlineData("```\n", "```")]
    [InlineData("\n  ```json \n", "\n```  \n")]
    public void Code_fence_is_taken_off_and_counted(string before, string after)
    {
        var enforcement = Enforce(before + An.Alarm().ToJsonString() + after);

        enforcement.ShouldBeOfType<Enforcement.Accepted>().HadCodeFence.ShouldBeTrue();
    }

    [Fact]
    public void Answer_without_code_fence_is_no_slip() =>
        Enforce(An.Alarm().ToJsonString()).HadCodeFence.ShouldBeFalse();

    [Fact]
    public void Code_fence_is_counted_on_a_rejected_answer_too() =>
        Enforce("```json\n{}\n```").ShouldBeOfType<Enforcement.Rejected>().HadCodeFence.ShouldBeTrue();

    [Fact]
    public void First_line_of_a_code_fence_is_never_dropped_when_it_holds_an_answer()
    {
        var text = $"```{An.Alarm().ToJsonString()}\n{An.Answer().ToJsonString()}\n```";

        Rejected(text).ShouldHaveSingleItem().Rule.ShouldBe("json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("I cannot help with that.")]
    [InlineData("{}{}")]
    [InlineData("{} Hope this helps!")]
    [InlineData("{\"verdict\": \"none\"")]
    [InlineData("```json\n{}\n``` Hope this helps!")]
    [InlineData("```json\n{}\n```\n```json\n{}\n```")]
    [InlineData("```\n```")]
    [InlineData("``````")]
    [InlineData("```")]
    [InlineData("{\"verdict\": \"none\", \"verdict\": \"escalate\"}")]
    [InlineData("{\"evidence\": [{\"use\": \"report\", \"use\": \"mention\"}]}")]
    public void Anything_but_one_JSON_value_without_duplicate_keys_is_rejected(string text)
    {
        var violation = Rejected(text).ShouldHaveSingleItem();

        violation.Rule.ShouldBe("json");
        violation.Pointer.ShouldBe("");
    }

    [Theory]
    [InlineData(@"\ud83d\ude4f")]
    [InlineData("\ud83d\ude4f")]
    [InlineData(@"an escaped backslash before \\ud83d")]
    public void Whole_surrogate_pairs_are_read(string rationale) =>
        Enforce(An.Answer().ToJsonString().Replace("A question about settings.", rationale, StringComparison.Ordinal))
            .ShouldBeOfType<Enforcement.Accepted>();

    [Theory]
    [InlineData("evidence")]
    [InlineData("categories")]
    [InlineData("rationale")]
    [InlineData("verdict")]
    [InlineData("severity")]
    [InlineData("prompt_injection")]
    [InlineData("needs_human")]
    public void Core_field_that_is_missing_takes_no_default(string field)
    {
        var answer = An.Answer();
        answer.Remove(field);

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe($"/{field}");
        violation.Rule.ShouldBe("taxonomy");
    }

    [Theory]
    [InlineData("/evidence/0", "quote")]
    [InlineData("/evidence/0", "use")]
    [InlineData("/evidence/0", "speaker")]
    [InlineData("/categories/0", "id")]
    [InlineData("/categories/0", "severity")]
    [InlineData("/prompt_injection", "present")]
    [InlineData("/prompt_injection", "aim")]
    [InlineData("/needs_human", "needed")]
    public void Core_field_that_is_missing_deeper_down_takes_no_default(string parent, string field)
    {
        var answer = An.Alarm();
        At(answer, parent).AsObject().Remove(field);

        Rejected(answer).ShouldHaveSingleItem().Pointer.ShouldBe($"{parent}/{field}");
    }

    [Theory]
    [InlineData("", "verdict")]
    [InlineData("", "severity")]
    [InlineData("", "event_status")]
    [InlineData("", "sender_role")]
    [InlineData("", "subject_of_harm")]
    [InlineData("", "confidence")]
    [InlineData("/evidence/0", "use")]
    [InlineData("/evidence/0", "speaker")]
    [InlineData("/evidence/0", "category")]
    [InlineData("/categories/0", "id")]
    [InlineData("/categories/0", "severity")]
    [InlineData("/prompt_injection", "aim")]
    [InlineData("/needs_human", "reason")]
    public void Name_that_the_taxonomy_does_not_know_is_rejected_with_the_names_it_knows(string parent, string field)
    {
        var answer = An.Alarm();
        At(answer, parent)[field] = "Escalate";

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe($"{parent}/{field}");
        violation.Rule.ShouldBe("taxonomy");
        violation.Message.ShouldStartWith("must be one of ");
    }

    [Fact]
    public void Value_of_the_wrong_JSON_type_is_rejected()
    {
        var answer = An.Alarm();
        answer["verdict"] = 3;
        answer["needs_human"]!["needed"] = "false";
        answer["categories"]!.AsArray().Add("self_harm");
        answer["evidence"]!.AsArray().Add((JsonNode?)null);

        Rejected(answer).Select(violation => violation.Pointer).Distinct(StringComparer.Ordinal).ShouldBe(
            [
                "/categories/1/id", "/categories/1/severity", "/evidence/1/quote", "/evidence/1/use", "/evidence/1/speaker",
                "/needs_human/needed", "/verdict",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("null")]
    [InlineData("\"escalate\"")]
    [InlineData("{\"categories\": {}, \"evidence\": \"\", \"prompt_injection\": [], \"needs_human\": null}")]
    public void JSON_of_another_shape_is_rejected(string text) => Rejected(text).ShouldNotBeEmpty();

    [Fact]
    public void Violation_names_the_expected_type_in_plain_English()
    {
        var answer = An.Answer();
        answer.Remove("categories");

        Rejected(answer).ShouldHaveSingleItem().ToString().ShouldBe("/categories: must be there as a JSON array");
    }

    [Fact]
    public void Category_listed_twice_is_rejected()
    {
        var answer = An.Alarm();
        answer["categories"]!.AsArray().Add(An.Category("child_safety", "low"));

        var violation = Rejected(answer).ShouldHaveSingleItem();

        violation.Pointer.ShouldBe("/categories/1/id");
        violation.Message.ShouldBe("category child_safety is listed twice");
    }

    [Fact]
    public void Unknown_category_is_not_taken_for_one_listed_twice()
    {
        var answer = An.Alarm();
        answer["categories"] = new JsonArray(An.Category("spam", "low"), An.Category("vandalism", "low"), An.Category("child_safety", "high"));

        Rejected(answer).Select(violation => violation.Pointer).ShouldBe(["/categories/0/id", "/categories/1/id"]);
    }

    [Fact]
    public void All_violations_are_told_at_once_each_with_its_place()
    {
        var answer = An.Alarm();
        answer["categories"]!.AsArray().Add(An.Category("spam", "huge"));
        answer["evidence"]!.AsArray().Add(An.Evidence("not in the ticket", use: "quote"));
        answer["needs_human"] = new JsonObject();
        answer.Remove("rationale");

        Rejected(answer).Select(violation => violation.Pointer).ShouldBe(
            ["/categories/1/id", "/categories/1/severity", "/evidence/1/quote", "/evidence/1/use", "/needs_human/needed", "/rationale"],
            ignoreOrder: true);
    }

    [Fact]
    public void Violations_repeat_no_word_of_ticket_or_answer()
    {
        const string secret = "Zebra";
        var ticket = A.PreparedTicket($"{secret} {new string('a', 300)}", secret);
        var answer = An.Alarm(verdict: secret, severity: secret, category: secret);
        answer[secret] = secret;
        answer["evidence"] = new JsonArray(An.Evidence($"{secret} changed", secret), An.Evidence($"{secret} {new string('a', 300)}", secret));
        answer["prompt_injection"]!["quote"] = $"{secret} ignore";
        answer["event_status"] = secret;
        string[] texts = [answer.ToJsonString(), $"{{\"a\": {secret}}}", $"{{\"{secret}\": 1, \"{secret}\": 2}}", secret];

        var violations = texts
            .SelectMany(text => A.LaxContract().Enforce(text, ticket).ShouldBeOfType<Enforcement.Rejected>().Violations)
            .ToList();

        violations.ShouldAllBe(violation => !violation.ToString().Contains(secret) && !violation.Rule.Contains(secret));
    }

    [Fact]
    public void Deeply_nested_answer_is_rejected() => Rejected(new string('[', 100_000)).ShouldHaveSingleItem().Rule.ShouldBe("json");
}
