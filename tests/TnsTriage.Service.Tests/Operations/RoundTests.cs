using TnsEval.Testing;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Operations;

public sealed class RoundTests
{
    [Fact]
    public async Task A_round_that_fails_for_whatever_reason_is_told_without_content_and_followed_by_the_next()
    {
        var time = new ManualTimeProvider();
        using var stop = new CancellationTokenSource();
        List<string> told = [];
        var rounds = 0;

        var running = Rounds.RunAsync(RoundAsync, () => TimeSpan.FromMinutes(1), told.Add, time, stop.Token);
        while (!running.IsCompleted)
        {
            time.AdvanceToNextTimer();
            await Task.Yield();
        }

        await running;
        told.ShouldBe(["ledger.db: the disk is full", nameof(InvalidOperationException)]);

        Task RoundAsync()
        {
            switch (++rounds)
            {
                case 1:
                    throw new StorageUnavailableException("ledger.db: the disk is full");
                case 2:
                    throw new InvalidOperationException("what a customer wrote");
                case 4:
                    stop.Cancel();
                    throw new OperationCanceledException();
                default:
                    return Task.CompletedTask;
            }
        }
    }
}
