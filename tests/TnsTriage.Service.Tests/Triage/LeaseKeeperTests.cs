using System.Diagnostics.CodeAnalysis;
using TnsEval.Testing;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Tests.Triage;

[SuppressMessage("Design", "CA1001", Justification = "a source without a timer holds nothing to be freed")]
public sealed class LeaseKeeperTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _work = new();

    [Fact]
    public async Task Work_ends_before_its_lease_when_the_answer_to_a_renewal_does_not_come()
    {
        var began = _time.GetUtcNow();

        await RunAsync(() => new TaskCompletionSource<bool>().Task);

        (_time.GetUtcNow() - began).ShouldBeLessThan(Lease);
    }

    [Theory]
    [InlineData(typeof(StorageUnavailableException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task Work_ends_before_its_lease_when_it_cannot_be_renewed_whatever_the_reason(Type why)
    {
        var began = _time.GetUtcNow();

        await RunAsync(() => throw (why == typeof(StorageUnavailableException) ? new StorageUnavailableException("away") : new InvalidOperationException()));

        (_time.GetUtcNow() - began).ShouldBeLessThan(Lease);
    }

    [Fact]
    public async Task Work_whose_lease_can_be_renewed_again_after_a_failure_goes_on()
    {
        var began = _time.GetUtcNow();
        var renewals = 0;

        await RunAsync(() => Task.FromResult(++renewals switch { 1 => throw new StorageUnavailableException("away"), < 10 => true, _ => false }));

        (_time.GetUtcNow() - began).ShouldBe(Lease / 3 * 10, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Lets time go by until the work is cancelled.</summary>
    private async Task RunAsync(Func<Task<bool>> renewAsync)
    {
        var late = DateTime.UtcNow.AddSeconds(30);
        await using var keeper = new LeaseKeeper(renewAsync, Lease, _time, _work);
        while (!_work.IsCancellationRequested)
        {
            (DateTime.UtcNow < late).ShouldBeTrue("nobody cancelled the work");
            _time.AdvanceToNextTimer();
            await Task.Yield();
        }
    }
}
