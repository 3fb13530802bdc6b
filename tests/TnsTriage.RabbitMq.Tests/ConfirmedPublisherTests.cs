using Microsoft.Extensions.Logging.Abstractions;
using TnsEval.Testing;

namespace TnsTriage.RabbitMq.Tests;

[NeedsServer(Server.RabbitMq)]
public sealed class ConfirmedPublisherTests
{
    [LaneFact]
    public async Task What_many_publish_at_once_is_all_stored_and_persistent()
    {
        await using var broker = new TestBroker(Servers.RabbitMq);
        var queue = await broker.DeclareAsync("work");
        await using var subscription = broker.Subscribe(queue, prefetch: 200);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => broker.PublishAsync(queue, (byte)number)));

        List<byte> taken = [];
        while (taken.Count < 100)
        {
            var delivery = await subscription.TakeAsync(new CancellationTokenSource(TestBroker.Patience).Token);
            delivery.Properties.Persistent.ShouldBeTrue();
            taken.Add(delivery.Body.Span[0]);
            (await delivery.AckAsync()).ShouldBeTrue();
        }

        taken.Order().ShouldBe(Enumerable.Range(0, 100).Select(number => (byte)number));
    }

    [LaneFact]
    public async Task A_queue_that_is_nowhere_is_told_and_not_taken_for_stored()
    {
        await using var broker = new TestBroker(Servers.RabbitMq);

        var e = await Should.ThrowAsync<BrokerUnavailableException>(broker.PublishAsync("no-such-queue", 1));

        e.Message.ShouldBe($"RabbitMQ at {broker.Address} has no queue no-such-queue");
    }

    [LaneFact]
    public async Task A_queue_that_somebody_deleted_is_declared_again()
    {
        await using var broker = new TestBroker(Servers.RabbitMq);
        var queue = await broker.DeclareAsync("work");
        await broker.PublishAsync(queue, 1);
        await using var subscription = broker.Subscribe(queue);
        using var late = new CancellationTokenSource(TestBroker.Patience);
        (await subscription.TakeAsync(late.Token)).Body.Span[0].ShouldBe((byte)1);

        await broker.DeleteAsync(queue);
        await broker.PublishAsync(queue, 2);

        (await subscription.TakeAsync(late.Token)).Body.Span[0].ShouldBe((byte)2);
    }

    [LaneFact]
    public async Task Nothing_is_published_when_there_is_no_broker_and_nobody_waits_longer_than_told()
    {
        await using var connection = new BrokerConnection(
            TestBroker.AddressOf("amqp://127.0.0.1:1/"), "test", (_, _) => Task.CompletedTask, TimeProvider.System, NullLogger.Instance);
        await using var publisher = new ConfirmedPublisher(connection, TimeProvider.System);

        await Should.ThrowAsync<BrokerUnavailableException>(
            publisher.PublishAsync("work", new byte[1], properties: null, TimeSpan.FromMilliseconds(300), CancellationToken.None))
            .WaitAsync(TestBroker.Patience);
    }
}
