using System.Diagnostics;
using TnsEval.Testing;

namespace TnsTriage.RabbitMq.Tests;

/// <summary>With a broker of their own, which is killed and frozen.</summary>
[NeedsServer(Server.RabbitMq)]
public sealed class BrokerOutageTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly PrivateRabbitMq _server = new(TestPaths.RepositoryRoot);
    private readonly CancellationTokenSource _late = new(TestBroker.Patience);

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _late.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>The runner of tests knows this one only.</summary>
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [LaneFact]
    public async Task After_a_broker_was_killed_and_started_again_all_that_was_confirmed_is_there_and_everybody_goes_on()
    {
        await using var broker = new TestBroker(await _server.StartAsync());
        var queue = await broker.DeclareAsync("work");
        await using var subscription = broker.Subscribe(queue, prefetch: 1);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => broker.PublishAsync(queue, (byte)number)));
        var held = await subscription.TakeAsync(_late.Token);

        await PrivateRabbitMq.SettleAsync();

        await _server.KillAsync();
        await Should.ThrowAsync<BrokerUnavailableException>(
            broker.Publisher.PublishAsync(queue, new byte[1], properties: null, TimeSpan.FromMilliseconds(500), CancellationToken.None));
        await Should.ThrowAsync<OperationCanceledException>(Task.Delay(TestBroker.Patience, held.Lost));
        (await held.AckAsync()).ShouldBeFalse();
        await _server.StartAsync();
        await broker.PublishAsync(queue, 50);

        HashSet<byte> taken = [];
        while (taken.Count < 51)
        {
            var delivery = await subscription.TakeAsync(_late.Token);
            taken.Add(delivery.Body.Span[0]);
            await delivery.AckAsync();
        }
    }

    [LaneFact]
    public async Task A_broker_that_does_nothing_any_more_confirms_nothing_and_nobody_waits_longer_than_told()
    {
        await using var broker = new TestBroker(await _server.StartAsync());
        var queue = await broker.DeclareAsync("work");
        await broker.PublishAsync(queue, 1);

        await _server.FreezeAsync();
        var started = Stopwatch.GetTimestamp();
        var e = await Should.ThrowAsync<BrokerUnavailableException>(
            broker.Publisher.PublishAsync(queue, new byte[1], properties: null, TimeSpan.FromMilliseconds(500), CancellationToken.None));
        var waited = Stopwatch.GetElapsedTime(started);
        await _server.ThawAsync();

        e.Message.ShouldBe($"RabbitMQ at {broker.Address} did not confirm within 00:00:00.5000000");
        waited.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await broker.PublishAsync(queue, 2);
    }
}
