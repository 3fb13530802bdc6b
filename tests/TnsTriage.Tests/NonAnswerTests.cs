using Microsoft.Extensions.AI;
using TnsTriage.Assessments;

namespace TnsTriage.Tests;

/// <summary>What is no answer: refusals, cut answers, errors of the client.</summary>
public sealed class NonAnswerTests : ClassifierTest
{
    [Fact]
    public async Task Refusal_of_theModel_is_refused()
    {
        var refusal = new ErrorContent("I will not discuss Dana.") { ErrorCode = "Refusal" };
        Model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, [refusal])));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBe(new CaseOutcome.Refused("the model refused"));
        classification.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Content_filter_is_a_refusal_even_beside_a_whole_answer()
    {
        Model.Responds(Response(An.Answer().ToJsonString(), ChatFinishReason.ContentFilter));

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Refused("the provider's content filter stopped the answer"));
    }

    [Fact]
    public async Task Refusal_of_a_repair_turn_is_refused()
    {
        Model.Answers("no JSON").Responds(Response("", ChatFinishReason.ContentFilter));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Refused>();
        classification.Attempts.ShouldBe(2);
        classification.FirstViolations.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Words_of_refusal_alone_are_malformed_for_they_cannot_be_told_from_an_answer()
    {
        Model.Answers("I'm sorry, but I can't help with that.");

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Malformed>();
    }

    [Fact]
    public async Task Error_in_place_of_an_answer_is_failed_without_its_message()
    {
        var error = new ErrorContent("Dana's ticket is too odd") { ErrorCode = "server_error" };
        Model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, [error])));

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Failed("the provider reported an error instead of an answer"));
    }

    [Fact]
    public async Task Error_beside_an_answer_does_not_spoil_it()
    {
        AIContent[] contents = [new ErrorContent("a tool was slow"), new TextContent(An.Answer().ToJsonString())];
        Model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
    }

    [Fact]
    public async Task Answer_that_reached_the_token_limit_is_truncated_even_when_it_parses()
    {
        Model.Responds(Response(An.Answer().ToJsonString(), ChatFinishReason.Length));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Truncated>().Reason.ShouldContain("token limit");
    }

    [Fact]
    public async Task Ticket_that_is_too_long_is_truncated_without_a_call()
    {
        var classification = await ClassifyAsync(A.Ticket(body: "12345", subject: "1234"), new() { MaxTicketCharacters = 8 });

        classification.Outcome.ShouldBe(new CaseOutcome.Truncated("the ticket has 9 characters, more than the 8 that are sent; it was not sent"));
        classification.Attempts.ShouldBe(0);
        classification.Latency.ShouldBe(TimeSpan.Zero);
        Model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ticket_of_just_the_longest_length_is_sent()
    {
        Model.Answers(An.Answer().ToJsonString());

        var classification = await ClassifyAsync(A.Ticket(body: "12345", subject: "1234"), new() { MaxTicketCharacters = 9 });

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
    }

    [Fact]
    public async Task Exception_of_the_client_is_failed_without_its_message()
    {
        Model.Throws(new HttpRequestException("POST {\"body\": \"Dana is in danger\"} failed"));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw HttpRequestException"));
        classification.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Exception_that_a_client_throws_at_once_is_failed_too()
    {
        Model.Does((_, _) => throw new InvalidOperationException());

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw InvalidOperationException"));
    }

    [Fact]
    public async Task Cancellation_that_nobody_asked_for_is_failed_because_a_client_timed_out_by_itself()
    {
        Model.Throws(new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout"));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Failed>();
    }

    [Fact]
    public async Task Exceptions_can_be_read_by_those_who_know_the_client()
    {
        var exception = new HttpRequestException("policy");
        Model.Throws(exception);
        var options = new TnsTriageOptions { ReadException = e => e == exception ? new CaseOutcome.Refused("the provider's policy") : null };

        (await ClassifyAsync(options: options)).Outcome.ShouldBe(new CaseOutcome.Refused("the provider's policy"));
    }

    [Fact]
    public async Task Exception_that_nobody_can_read_is_failed()
    {
        Model.Throws(new HttpRequestException("Dana"));

        var classification = await ClassifyAsync(options: new() { ReadException = _ => null });

        classification.Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw HttpRequestException"));
    }
}
