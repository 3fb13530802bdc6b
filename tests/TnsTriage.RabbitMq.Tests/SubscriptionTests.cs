using TnsEval.Testing;

namespace TnsTriage.RabbitMq.Tests;

[NeedsServer(Server.RabbitMq)]
public sealed class SubscriptionTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly TestBroker _broker = new(Servers.RabbitMq);
    private readonly CancellationTokenSource _late = new(TestBroker.Patience);

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _late.Dispose();
        await _broker.DisposeAsync();
    }

    /// <summary>The runner of tests knows this one only.</summary>
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [LaneFact]
    public async Task No_more_than_the_prefetch_is_taken_from_others()
    {
        var queue = await _broker.DeclareAsync("work");
        await using var greedy = _broker.Subscribe(queue, prefetch: 2);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => _broker.PublishAsync(queue, (byte)number)));
        await greedy.TakeAsync(_late.Token);
        var second = await greedy.TakeAsync(_late.Token);

        await using var other = _broker.Subscribe(queue);
        await other.TakeAsync(_late.Token);
        greedy.TryTake().ShouldBeNull();

        (await second.AckAsync()).ShouldBeTrue();
        await _broker.PublishAsync(queue, 4);
    }

    [LaneFact]
    public async Task A_message_is_settled_once()
    {
        var queue = await _broker.DeclareAsync("work");
        await _broker.PublishAsync(queue, 1);
        await using var subscription = _broker.Subscribe(queue);
        var delivery = await subscription.TakeAsync(_late.Token);

        (await delivery.AckAsync()).ShouldBeTrue();
        (await delivery.AckAsync()).ShouldBeFalse();
        (await delivery.ReturnAsync()).ShouldBeFalse();
        delivery.IsOurs.ShouldBeFalse();
    }

    [LaneFact]
    public async Task A_message_that_comes_back_tells_how_often_it_did()
    {
        var queue = await _broker.DeclareAsync("work");
        await _broker.PublishAsync(queue, 1);
        await using var subscription = _broker.Subscribe(queue);

        for (var returns = 0; returns < 3; returns++)
        {
            var delivery = await subscription.TakeAsync(_late.Token);
            delivery.Returns.ShouldBe(returns);
            await delivery.ReturnAsync();
        }
    }

    [LaneFact]
    public async Task Whoever_closes_gives_back_what_was_not_acknowledged_and_can_change_nothing_of_it_any_more()
    {
        var queue = await _broker.DeclareAsync("work");
        await _broker.PublishAsync(queue, 1);
        var first = _broker.Subscribe(queue);
        var held = await first.TakeAsync(_late.Token);

        await first.DisposeAsync();

        await using var second = _broker.Subscribe(queue);
        var again = await second.TakeAsync(_late.Token);
        held.Lost.IsCancellationRequested.ShouldBeTrue();
        (await held.AckAsync()).ShouldBeFalse();
        (await again.AckAsync()).ShouldBeTrue();
    }

    [LaneFact]
    public async Task What_is_held_when_it_stops_is_held_until_it_closes_and_nothing_more_comes()
    {
        var queue = await _broker.DeclareAsync("work");
        await _broker.PublishAsync(queue, 1);
        await using var first = _broker.Subscribe(queue);
        var held = await first.TakeAsync(_late.Token);

        await first.StopAsync();
        await _broker.PublishAsync(queue, 2);
        await using var second = _broker.Subscribe(queue);
        (await second.TakeAsync(_late.Token)).Body.Span[0].ShouldBe((byte)2);

        (await held.AckAsync()).ShouldBeTrue();
        first.TryTake().ShouldBeNull();
    }

    [LaneFact]
    public async Task Once_it_has_stopped_nothing_that_is_published_comes_to_it_and_is_counted_as_returned()
    {
        var queue = await _broker.DeclareAsync("work");
        for (var round = 0; round < 20; round++)
        {
            await using (var first = _broker.Subscribe(queue))
            {
                await _broker.PublishAsync(queue, 1);
                await first.WaitAsync(_late.Token);
                await first.StopAsync();
                await _broker.PublishAsync(queue, 2);
                while (first.TryTake() is { } held)
                {
                    held.Body.Span[0].ShouldBe((byte)1);
                    await held.AckAsync();
                }
            }

            await using var second = _broker.Subscribe(queue);
            var left = await second.TakeAsync(_late.Token);
            (left.Body.Span[0], left.Returns).ShouldBe(((byte)2, 0));
            await left.AckAsync();
        }
    }

    [LaneFact]
    public async Task Rejected_and_over_the_limit_and_over_its_time_goes_to_the_dead_letters()
    {
        var dead = await _broker.DeclareAsync("dead");
        var work = await _broker.DeclareAsync(new QuorumQueue(_broker.Name("work")) { DeliveryLimit = 1, DeadLettersTo = dead });
        var delay = await _broker.DeclareAsync(
            new QuorumQueue(_broker.Name("delay")) { MessageLifetime = TimeSpan.FromMilliseconds(50), DeadLettersTo = dead });
        await using var subscription = _broker.Subscribe(work);
        await using var deadLetters = _broker.Subscribe(dead);

        await _broker.PublishAsync(work, 1);
        await (await subscription.TakeAsync(_late.Token)).RejectAsync();
        (await deadLetters.TakeAsync(_late.Token)).Body.Span[0].ShouldBe((byte)1);

        await _broker.PublishAsync(work, 2);
        await (await subscription.TakeAsync(_late.Token)).ReturnAsync();
        await (await subscription.TakeAsync(_late.Token)).ReturnAsync();
        (await deadLetters.TakeAsync(_late.Token)).Body.Span[0].ShouldBe((byte)2);

        await _broker.PublishAsync(delay, 3);
        (await deadLetters.TakeAsync(_late.Token)).Body.Span[0].ShouldBe((byte)3);
    }
}
