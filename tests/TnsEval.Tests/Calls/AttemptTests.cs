using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

public sealed class AttemptTests
{
    private readonly Simulation _simulation = new();
    private readonly CallTrace _trace = new(new CaseId("t-1"));

    [Fact]
    public void Attempt_that_hangs_is_given_up_and_made_again()
    {
        var server = new FakeServer((server, token) => server.Calls == 1 ? Never(token) : Task.FromResult(FakeServer.Answer()));

        _simulation.Run(() => new Chain(server, _simulation) { AttemptTimeout = TimeSpan.FromSeconds(20) }.AskAsync(_trace));

        _trace.ModelTime.ShouldBe(TimeSpan.FromSeconds(20));
        _trace.Retries.ShouldBe(1);
    }

    [Fact]
    public void Case_ends_when_its_attempts_have_used_up_its_time()
    {
        var server = new FakeServer((_, token) => Never(token));

        var thrown = Should.Throw<CallTimedOutException>(() => _simulation.Run(() => new Chain(server, _simulation).AskAsync(_trace)));

        thrown.After.ShouldBe(TimeSpan.FromSeconds(90));
        server.Calls.ShouldBe(2);
        _trace.ModelTime.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Provider_that_ignores_cancellation_does_not_hold_the_case()
    {
        var server = new FakeServer((_, _) => new TaskCompletionSource<ChatResponse>().Task);

        Should.Throw<CallTimedOutException>(() => _simulation.Run(() => new Chain(server, _simulation).AskAsync(_trace)));

        _simulation.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(92));
    }

    [Fact]
    public void Waiting_out_a_Retry_After_takes_nothing_from_the_case_s_time()
    {
        var server = FakeServer.Failing(times: 3, () => FakeServer.Fault(ProviderFaultKind.RateLimited, TimeSpan.FromSeconds(60)));

        _simulation.Run(() => new Chain(server, _simulation) { CaseTimeout = TimeSpan.FromSeconds(5) }.AskAsync(_trace));

        _trace.WaitTime.ShouldBeGreaterThan(TimeSpan.FromSeconds(180));
        _trace.ModelTime.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Repair_turn_gets_what_the_first_turn_left()
    {
        _trace.ModelTime = TimeSpan.FromSeconds(80);
        var server = new FakeServer((_, token) => Never(token));

        Should.Throw<CallTimedOutException>(() => _simulation.Run(() => new Chain(server, _simulation).AskAsync(_trace)));

        server.Calls.ShouldBe(1);
        _simulation.Elapsed.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_the_provider_notes_on_an_answer_reaches_the_trace()
    {
        var answer = FakeServer.Answer();
        answer.LoadTime = TimeSpan.FromSeconds(3);
        answer.StructuredOutput = StructuredOutput.JsonSchema;
        answer.DroppedParameters = ["seed"];

        _simulation.Run(() => new Chain(new FakeServer((_, _) => Task.FromResult(answer)), _simulation).AskAsync(_trace));

        _trace.LoadTime.ShouldBe(TimeSpan.FromSeconds(3));
        _trace.StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);
        _trace.DroppedParameters.ShouldBe(["seed"]);
    }

    [Fact]
    public void Caller_s_cancellation_ends_a_call_at_once_wherever_it_is()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2), _simulation.Time);
        var chain = new Chain(FakeServer.Failing(int.MaxValue, () => FakeServer.Fault(ProviderFaultKind.RateLimited, TimeSpan.FromSeconds(50))), _simulation);

        Should.Throw<OperationCanceledException>(() => _simulation.Run(() => chain.AskAsync(_trace, stop.Token)));

        _simulation.Elapsed.ShouldBe(TimeSpan.FromSeconds(2));
    }

    private async Task<ChatResponse> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _simulation.Time, cancellationToken);
        throw new System.Diagnostics.UnreachableException();
    }
}
