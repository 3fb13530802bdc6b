using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

/// <summary>What the whole chain gets out of servers with limits, by simulation.</summary>
public sealed class ThroughputTests
{
    private const int Capacity = 20;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    private readonly Simulation _simulation = new();

    [Fact]
    public void Server_that_rejects_what_is_beyond_its_capacity_is_used_to_four_fifths_of_it()
    {
        var server = new FakeServer(async (server, token) =>
        {
            if (server.UnderWay > Capacity)
            {
                throw FakeServer.Fault(ProviderFaultKind.RateLimited);
            }

            await Task.Delay(Latency, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.Auto };

        var ends = _simulation.Run(() => chain.AskAllAsync(8_000));

        ends.ShouldAllBe(end => end == null);
        chain.Status.Concurrency.ShouldBeInRange(14, 24);
        (Ideal(8_000, Capacity, Latency) / _simulation.Elapsed).ShouldBeGreaterThan(0.8);
        ((double)chain.Status.Faults / server.Calls).ShouldBeLessThan(0.15);
    }

    [Fact]
    public void Server_that_lets_calls_wait_is_used_fully_without_a_long_queue_in_it()
    {
        var turnsFreeAt = new PriorityQueue<int, TimeSpan>(Enumerable.Repeat((0, TimeSpan.Zero), Capacity));
        var server = new FakeServer(async (_, token) =>
        {
            turnsFreeAt.TryDequeue(out var _, out var freeAt);
            var end = (freeAt > _simulation.Elapsed ? freeAt : _simulation.Elapsed) + Latency;
            turnsFreeAt.Enqueue(0, end);
            await Task.Delay(end - _simulation.Elapsed, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.Auto };

        _simulation.Run(() => chain.AskAllAsync(8_000));

        chain.Status.Concurrency.ShouldBeInRange(Capacity, 4 * Capacity);
        (Ideal(8_000, Capacity, Latency) / _simulation.Elapsed).ShouldBeGreaterThan(0.95);
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(100, 2_000)]
    public void One_rejection_every_two_seconds_that_asks_for_a_long_wait_delays_that_call_alone(int concurrency, int latencyMs)
    {
        var latency = TimeSpan.FromMilliseconds(latencyMs);
        var nextRejection = TimeSpan.Zero;
        var server = new FakeServer(async (_, token) =>
        {
            if (_simulation.Elapsed >= nextRejection)
            {
                nextRejection = _simulation.Elapsed + TimeSpan.FromSeconds(2);
                throw FakeServer.Fault(ProviderFaultKind.RateLimited, TimeSpan.FromSeconds(89));
            }

            await Task.Delay(latency, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.UpTo(concurrency) };
        var watched = TimeSpan.FromMinutes(3);

        var answered = _simulation.Run(async () =>
        {
            _ = chain.AskAllAsync(1_000_000);
            await Task.Delay(watched, _simulation.Time);
            return server.Answered;
        });

        chain.Status.Concurrency.ShouldBe(concurrency);
        (answered / (concurrency * (watched / latency))).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Rejections_by_chance_that_do_not_come_from_our_load_do_not_choke_the_run()
    {
        var chance = new Random(5);
        var server = new FakeServer(async (_, token) =>
        {
            if (chance.NextDouble() < 0.05)
            {
                throw FakeServer.Fault(ProviderFaultKind.RateLimited, TimeSpan.FromSeconds(1));
            }

            await Task.Delay(Latency, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.UpTo(20) };

        _simulation.Run(() => chain.AskAllAsync(8_000));

        chain.Status.Concurrency.ShouldBeGreaterThan(15);
        (Ideal(8_000, 20, Latency) / _simulation.Elapsed).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Number_of_calls_asked_for_is_never_exceeded()
    {
        var server = new FakeServer(async (_, token) =>
        {
            await Task.Delay(Latency, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.UpTo(7) };

        _simulation.Run(() => chain.AskAllAsync(700));

        server.MostUnderWay.ShouldBe(7);
        _simulation.Elapsed.ShouldBe(Ideal(700, 7, Latency));
    }

    [Fact]
    public void Waits_for_a_turn_are_no_time_of_the_model()
    {
        var server = new FakeServer(async (_, token) =>
        {
            await Task.Delay(Latency, _simulation.Time, token);
            return FakeServer.Answer();
        });
        var chain = new Chain(server, _simulation) { Concurrency = Concurrency.UpTo(1) };
        CallTrace[] traces = [.. Enumerable.Range(0, 3).Select(number => new CallTrace(new($"t-{number}")))];

        _simulation.Run(() => Task.WhenAll(traces.Select(trace => chain.AskAsync(trace))));

        traces.ShouldAllBe(trace => trace.ModelTime == Latency);
        traces.Select(trace => trace.WaitTime).ShouldBe([TimeSpan.Zero, Latency, 2 * Latency]);
    }

    private static TimeSpan Ideal(int calls, int atOnce, TimeSpan latency) => latency * ((double)calls / atOnce);
}
