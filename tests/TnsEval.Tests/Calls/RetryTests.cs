using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Runs;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

public sealed class RetryTests
{
    private readonly Simulation _simulation = new();

    [Theory]
    [InlineData(ProviderFaultKind.Transient)]
    [InlineData(ProviderFaultKind.RateLimited)]
    public void Fault_that_may_pass_is_tried_again_until_it_has(ProviderFaultKind kind)
    {
        var server = FakeServer.Failing(times: 4, () => FakeServer.Fault(kind));
        var trace = new CallTrace(new CaseId("t-1"));

        _simulation.Run(() => new Chain(server, _simulation).AskAsync(trace));

        server.Calls.ShouldBe(5);
        trace.Retries.ShouldBe(4);
        trace.WaitTime.ShouldBe(_simulation.Elapsed);
        _simulation.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(ProviderFaultKind.Permanent)]
    [InlineData(ProviderFaultKind.Refused)]
    [InlineData(ProviderFaultKind.Truncated)]
    [InlineData(ProviderFaultKind.Auth)]
    [InlineData(ProviderFaultKind.Settings)]
    public void Fault_that_will_not_pass_is_not_tried_again(ProviderFaultKind kind)
    {
        var server = FakeServer.Failing(times: 1, () => FakeServer.Fault(kind));

        Should.Throw<ProviderFaultException>(() => _simulation.Run(() => new Chain(server, _simulation).AskAsync())).Fault.Kind.ShouldBe(kind);

        server.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(7, 7, 8)]
    [InlineData(89, 60, 61)]
    [InlineData(0, 0.5, 1)]
    [InlineData(-5, 0.5, 1)]
    public void Server_s_own_word_on_when_to_come_back_is_kept_up_to_a_minute(double retryAfter, double least, double most)
    {
        var server = FakeServer.Failing(times: 1, () => FakeServer.Fault(ProviderFaultKind.RateLimited, TimeSpan.FromSeconds(retryAfter)));

        _simulation.Run(() => new Chain(server, _simulation).AskAsync());

        _simulation.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
    }

    [Fact]
    public void Jitter_differs_between_cases_and_not_between_runs()
    {
        Waited("t-1").ShouldBe(Waited("t-1"));
        Waited("t-1").ShouldNotBe(Waited("t-2"));

        static TimeSpan Waited(string @case)
        {
            var simulation = new Simulation();
            simulation.Run(() => new Chain(FakeServer.Failing(times: 3, () => FakeServer.Fault(ProviderFaultKind.Transient)), simulation).AskAsync(@case));
            return simulation.Elapsed;
        }
    }

    [Fact]
    public void Case_whose_retries_run_out_while_others_are_answered_has_failed()
    {
        var server = new FakeServer(async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _simulation.Time, token);
            return CallTrace.Current!.Case.Value == "t-3" ? throw FakeServer.Fault(ProviderFaultKind.Transient) : FakeServer.Answer();
        });

        var ends = _simulation.Run(() => new Chain(server, _simulation).AskAllAsync(100));

        ends[3].ShouldBeOfType<ProviderFaultException>();
        ends.Count(end => end is not null).ShouldBe(1);
        server.Calls.ShouldBe(99 + 5);
    }

    [Fact]
    public void Case_that_is_alone_and_never_answered_has_failed_in_the_end_so_that_a_run_can_end()
    {
        var server = FakeServer.Failing(times: int.MaxValue, () => FakeServer.Fault(ProviderFaultKind.Transient));

        Should.Throw<ProviderFaultException>(() => _simulation.Run(() => new Chain(server, _simulation).AskAsync()));

        server.Calls.ShouldBe(10);
    }

    [Fact]
    public void Provider_that_never_answers_is_down_and_no_case_has_failed()
    {
        var server = FakeServer.Failing(times: int.MaxValue, () => FakeServer.Fault(ProviderFaultKind.Transient));

        var ends = _simulation.Run(() => new Chain(server, _simulation).AskAllAsync(200));

        ends.ShouldAllBe(end => end is RunStoppedException);
        ends[0]!.Message.ShouldContain("provider 'fake' is down");
        ends[0]!.Message.ShouldEndWith("the last fault was: Transient of the server");
        _simulation.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(45));
        server.Calls.ShouldBeLessThan(600);
    }

    [Fact]
    public void Provider_that_goes_down_in_the_middle_ends_the_run_and_fails_no_case()
    {
        var server = new FakeServer(async (server, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _simulation.Time, token);
            return server.Answered < 50 ? FakeServer.Answer() : throw FakeServer.Fault(ProviderFaultKind.Transient);
        });

        var ends = _simulation.Run(() => new Chain(server, _simulation).AskAllAsync(200));

        ends.Count(end => end is null).ShouldBe(server.Answered);
        ends.Where(end => end is not null).ShouldAllBe(end => end is RunStoppedException);
        _simulation.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(150));
    }

    [Fact]
    public void Outage_of_less_than_a_minute_costs_no_case()
    {
        var server = new FakeServer(async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _simulation.Time, token);
            return _simulation.Elapsed < TimeSpan.FromSeconds(1) || _simulation.Elapsed > TimeSpan.FromSeconds(46)
                ? FakeServer.Answer()
                : throw FakeServer.Fault(ProviderFaultKind.Transient);
        });

        var ends = _simulation.Run(() => new Chain(server, _simulation).AskAllAsync(500));

        ends.ShouldAllBe(end => end == null);
    }
}
