using TnsEval.Calls;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

public sealed class ConcurrencyGateTests
{
    private readonly ConcurrencyGate _gate = new(new AdaptiveLimit(Concurrency.UpTo(1), new ManualTimeProvider()));

    [Fact]
    public async Task First_come_is_first_served()
    {
        await _gate.EnterAsync(default);
        Task[] waiting = [_gate.EnterAsync(default), _gate.EnterAsync(default), _gate.EnterAsync(default)];

        for (var turn = 0; turn < waiting.Length; turn++)
        {
            _gate.Leave(_ => { });
            await waiting[turn];
            waiting.Count(task => task.IsCompleted).ShouldBe(turn + 1);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_turn()
    {
        await _gate.EnterAsync(default);
        using var stop = new CancellationTokenSource();
        var givesUp = _gate.EnterAsync(stop.Token);
        var stays = _gate.EnterAsync(default);

        await stop.CancelAsync();
        _gate.Leave(_ => { });

        await Should.ThrowAsync<OperationCanceledException>(() => givesUp);
        await stays;
    }

    [Fact]
    public async Task Turns_are_neither_lost_nor_doubled_under_many_threads_and_cancellations()
    {
        var gate = new ConcurrencyGate(new AdaptiveLimit(Concurrency.UpTo(5), new ManualTimeProvider()));
        var (inside, most) = (0, 0);

        await Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) =>
        {
            using var stop = new CancellationTokenSource();
            var turn = gate.EnterAsync(stop.Token);
            if (number % 3 == 0)
            {
                await stop.CancelAsync();
            }

            try
            {
                await turn;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            InterlockedMax(ref most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            gate.Leave(_ => { });
        });

        most.ShouldBeLessThanOrEqualTo(5);
        for (var turn = 0; turn < 5; turn++)
        {
            gate.EnterAsync(default).IsCompleted.ShouldBeTrue();
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = Volatile.Read(ref most))
        {
        }
    }
}
