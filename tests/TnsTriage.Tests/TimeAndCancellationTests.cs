using Microsoft.Extensions.AI;
using TnsTriage.Assessments;

namespace TnsTriage.Tests;

/// <summary>Time limits, and callers that cancel.</summary>
public sealed class TimeAndCancellationTests : ClassifierTest
{
    [Fact]
    public async Task Model_that_hangs_times_out_even_when_it_ignores_cancellation()
    {
        Model.Hangs();

        var classifying = ClassifyAsync();
        Clock.Advance(Timeout - TimeSpan.FromTicks(1));
        classifying.IsCompleted.ShouldBeFalse();
        Clock.Advance(TimeSpan.FromTicks(1));
        var classification = await classifying;

        classification.Outcome.ShouldBe(new CaseOutcome.TimedOut(Timeout));
        classification.Attempts.ShouldBe(1);
        classification.Latency.ShouldBe(Timeout);
    }

    [Fact]
    public async Task Model_that_listens_to_cancellation_times_out_too()
    {
        Model.HangsUntilCancelled();

        var classifying = ClassifyAsync();
        Clock.Advance(Timeout);

        (await classifying).Outcome.ShouldBe(new CaseOutcome.TimedOut(Timeout));
    }

    [Fact]
    public async Task Time_limit_holds_for_all_calls_together()
    {
        Model.Does((_, _) =>
        {
            Clock.Advance(Timeout / 2);
            return Task.FromResult(Response("no JSON"));
        });
        Model.Hangs();

        var classifying = ClassifyAsync();
        Clock.Advance(Timeout / 2);
        var classification = await classifying;

        classification.Outcome.ShouldBeOfType<CaseOutcome.TimedOut>();
        classification.Attempts.ShouldBe(2);
        classification.ModelTexts.ShouldBe(["no JSON"]);
        classification.FirstViolations.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task No_repair_turn_is_begun_when_the_time_is_over()
    {
        Model.Does((_, _) =>
        {
            var response = Task.FromResult(Response("no JSON"));
            Clock.Advance(Timeout);
            return response;
        });

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.TimedOut>();
        classification.Attempts.ShouldBe(1);
        Model.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_that_cancels_gets_an_OperationCanceledException_and_no_outcome(bool clientListens)
    {
        using var source = new CancellationTokenSource();
        _ = clientListens ? Model.HangsUntilCancelled() : Model.Hangs();

        var classifying = ClassifyAsync(cancellationToken: source.Token);
        await source.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(classifying)).CancellationToken.ShouldBe(source.Token);
    }

    [Fact]
    public async Task Exception_that_a_client_throws_because_it_was_cancelled_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        Model.Does((_, _) =>
        {
            source.Cancel();
            return Task.FromException<ChatResponse>(new HttpRequestException("connection aborted"));
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));
    }

    [Fact]
    public async Task Caller_that_cancels_after_the_time_is_over_has_cancelled()
    {
        using var source = new CancellationTokenSource();
        Model.Does((_, _) =>
        {
            Clock.Advance(Timeout);
            source.Cancel();
            return Task.FromException<ChatResponse>(new TaskCanceledException());
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));
    }

    [Fact]
    public async Task Caller_that_has_cancelled_already_costs_no_call()
    {
        Model.Answers(An.Answer().ToJsonString());

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: new CancellationToken(canceled: true)));

        Model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_repair_turn_is_begun_for_a_caller_that_has_cancelled()
    {
        using var source = new CancellationTokenSource();
        Model.Does((_, _) =>
        {
            source.Cancel();
            return Task.FromResult(Response("no JSON"));
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));

        Model.Requests.Count.ShouldBe(1);
    }
}
