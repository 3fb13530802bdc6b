using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TnsEval.Testing;

namespace TnsTriage.RabbitMq.Tests;

public sealed class BrokerConnectionTests
{
    [Fact]
    public async Task Nobody_who_listens_may_heal_and_is_told_when_patience_is_over()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        silent.Stop();

        var e = await Should.ThrowAsync<BrokerUnavailableException>(ConnectAsync($"amqp://me:secret@127.0.0.1:{port}/", TimeSpan.FromSeconds(1)));

        e.Message.ShouldBe($"RabbitMQ at amqp://127.0.0.1:{port}/: Connection refused");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_when_patience_is_over()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var e = await Should.ThrowAsync<BrokerUnavailableException>(ConnectAsync($"amqp://me:secret@127.0.0.1:{port}/", TimeSpan.FromMilliseconds(300)));

        e.Message.ShouldBe($"RabbitMQ at amqp://127.0.0.1:{port}/ does not answer");
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task A_wrong_password_will_not_heal_and_is_not_shown()
    {
        var uri = new UriBuilder(Servers.RabbitMq) { UserName = "nobody", Password = "not-the-secret" }.Uri.ToString();

        var e = await Should.ThrowAsync<BrokerRefusedException>(ConnectAsync(uri, TestBroker.Patience));

        var problem = e.Problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe(TestBroker.AddressOf(uri).ToString());
        problem.What.ShouldBe("refuses this user and password");
        e.ToString().ShouldNotContain("not-the-secret");
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task A_vhost_that_is_not_there_will_not_heal()
    {
        var uri = new UriBuilder(Servers.RabbitMq) { Path = "/no-such-vhost" }.Uri.ToString();

        var e = await Should.ThrowAsync<BrokerRefusedException>(ConnectAsync(uri, TestBroker.Patience));

        e.Problems.ShouldHaveSingleItem().What.ShouldContain("vhost no-such-vhost not found");
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task Whoever_asks_gets_the_same_connection()
    {
        await using var broker = new TestBroker(Servers.RabbitMq);

        var connections = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => broker.Connection.GetAsync(TestBroker.Patience, CancellationToken.None)));

        connections.Distinct().ShouldHaveSingleItem().IsOpen.ShouldBeTrue();
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task Queues_declared_with_other_arguments_are_all_told_and_how_to_fix_it()
    {
        await using var broker = new TestBroker(Servers.RabbitMq);
        var one = await broker.DeclareAsync(new QuorumQueue(broker.Name("one")) { DeliveryLimit = 5 });
        var two = await broker.DeclareAsync(new QuorumQueue(broker.Name("two")) { MessageLifetime = TimeSpan.FromSeconds(5) });
        QuorumQueue[] otherwise = [new(one) { DeliveryLimit = 6 }, new(broker.Name("dead")), new(two) { MessageLifetime = TimeSpan.FromSeconds(6) }];
        await using var other = new BrokerConnection(
            broker.Address, "other", (to, stop) => QuorumQueue.DeclareAsync(to, broker.Address, otherwise, stop), TimeProvider.System, NullLogger.Instance);

        var e = await Should.ThrowAsync<BrokerRefusedException>(other.GetAsync(TestBroker.Patience, CancellationToken.None));
        await broker.DeleteAsync(broker.Name("dead"));

        e.Problems.Select(problem => problem.Where).ShouldBe([$"Queue {one} at {broker.Address}", $"Queue {two} at {broker.Address}"]);
        e.Problems[0].What.ShouldContain("x-delivery-limit");
        e.Problems[1].What.ShouldContain("x-message-ttl");
        e.Problems[0].Fix.ShouldContain($"rabbitmqctl delete_queue {one}");
    }

    private static async Task ConnectAsync(string uri, TimeSpan patience)
    {
        await using var connection = new BrokerConnection(
            TestBroker.AddressOf(uri), "test", (_, _) => Task.CompletedTask, TimeProvider.System, NullLogger.Instance);
        await connection.GetAsync(patience, CancellationToken.None);
    }
}
