using TnsTriage.Assessments;

namespace TnsTriage.Tests;

/// <summary>The classifier with a prompt's own schema.</summary>
public sealed class SchemaBackedTests
{
    [Fact]
    public async Task Answer_that_breaks_the_schema_is_repaired()
    {
        var wrong = An.Alarm();
        wrong.Remove("severity");
        using var model = new ScriptedChatClient().Answers(wrong.ToJsonString()).Answers(An.Alarm().ToJsonString());

        var classification = await new TicketClassifier(model, A.Prompt()).ClassifyAsync(A.Ticket());

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>().Assessment.Verdict.ShouldBe(Verdict.EscalateUrgent);
        classification.FirstViolations.ShouldHaveSingleItem().Rule.ShouldBe("schema:/required");
        model.Requests[1].Messages[^1].Text.ShouldContain("severity");
    }
}
