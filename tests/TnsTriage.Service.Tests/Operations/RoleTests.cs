using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using TnsEval.Testing;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Tests.Desks;
using TnsTriage.Service.Tests.Inbox;

namespace TnsTriage.Service.Tests.Operations;

/// <summary>What a configuration of queue and role must say, and how a start without a broker ends.</summary>
public sealed class RoleTests
{
    [Fact]
    public async Task A_receiver_needs_a_broker_and_a_key_and_nothing_else()
    {
        var problems = await ProblemsAsync(("Role", "receiver"), ("Queue", "rabbitmq"), ("RabbitMq:Uri", "http://me:secret@broker/"), ("RabbitMq:Prefix", "a b"));

        problems.Select(problem => problem.Where).ShouldBe(["TnsTriage:RabbitMq:Uri", "TnsTriage:RabbitMq:Prefix", "TnsTriage:Front"], ignoreOrder: true);
        string.Join('\n', problems).ShouldNotContain("secret@");
    }

    [Fact]
    public async Task A_worker_needs_no_key_of_webhooks_and_a_ledger_that_can_be_shared()
    {
        var problems = await ProblemsAsync(("Role", "worker"), ("Queue", "rabbitmq"), ("RabbitMq:Uri", "amqp://broker/"), ("Front:Token", "token"));

        problems.ShouldNotContain(problem => problem.Where == "TnsTriage:Front");
        problems.ShouldContain(problem => problem.Where == "TnsTriage:Ledger" && problem.What == "\"sqlite\" is no ledger for a queue that several processes share");
        problems.ShouldContain(problem => problem.Where == "TnsTriage:Model");
    }

    [Theory]
    [InlineData("receiver")]
    [InlineData("worker")]
    public async Task A_queue_in_a_file_is_one_processs_own(string role)
    {
        (await ProblemsAsync(("Role", role))).ShouldContain(problem =>
            problem.Where == "TnsTriage:Role" && problem.What == $"a {role} shares its queue with others, and sqlite is one process's own");
    }

    [Theory]
    [InlineData("Role", "boss", "\"boss\" is none of all, receiver, worker")]
    [InlineData("Queue", "kafka", "\"kafka\" is neither sqlite nor rabbitmq")]
    public async Task A_word_that_is_none_is_told(string setting, string value, string what)
    {
        (await ProblemsAsync((setting, value))).ShouldContain(problem => problem.Where == $"TnsTriage:{setting}" && problem.What == what);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_ends_the_start_when_patience_is_over()
    {
        var e = await Should.ThrowAsync<InfrastructureException>(BuildAsync("amqp://me:secret@127.0.0.1:1/", "tnstriage", "00:00:00.5"));

        e.Message.ShouldBe(
            "TnsTriage:RabbitMq: RabbitMQ at amqp://127.0.0.1:1/: Connection refused, for 00:00:00.5000000 now. Start the broker, or correct host and port.");
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task Queues_of_another_shape_end_the_start_and_are_all_told()
    {
        await using var queues = new RabbitQueues();
        await using var broker = queues.Connect();
        await EachAsync(async (channel, name) =>
        {
            await channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, noWait: false, CancellationToken.None);
            await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments: null, cancellationToken: CancellationToken.None);
        });

        var e = await Should.ThrowAsync<InfrastructureException>(BuildAsync(queues.Uri, queues.Prefix, "00:01:00"));
        await EachAsync((channel, name) => channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, noWait: false, CancellationToken.None));

        e.Problems.Select(problem => problem.Where).ShouldBe([$"Queue {queues.Topology.Dead} at {broker.Address}", $"Queue {queues.Topology.Work} at {broker.Address}"]);
        e.Problems.ShouldAllBe(problem => problem.What.StartsWith("was declared with other arguments: inequivalent arg 'x-", StringComparison.Ordinal));

        Task EachAsync(Func<IChannel, string, Task> change) => broker.OnChannelAsync(Fleet.Patience, async channel =>
        {
            await change(channel, queues.Topology.Work);
            await change(channel, queues.Topology.Dead);
            return true;
        });
    }

    [Fact]
    public async Task A_command_tells_a_setting_of_the_queue_that_cannot_be_read()
    {
        var (code, told) = await ReplayAsync(("Queue", "rabbitmq"), ("RabbitMq:Uri", "amqp://me:secret@broker/"), ("RabbitMq:StartPatience", "soon"));

        code.ShouldBe(2);
        told.ShouldStartWith("TnsTriage:RabbitMq:StartPatience: its value is not of its kind.");
    }

    [LaneFact, NeedsServer(Server.RabbitMq)]
    public async Task A_command_makes_no_queues_where_a_service_has_none()
    {
        await using var queues = new RabbitQueues();

        for (var time = 0; time < 2; time++)
        {
            var (code, told) = await ReplayAsync(("Queue", "rabbitmq"), ("RabbitMq:Uri", queues.Uri), ("RabbitMq:Prefix", queues.Prefix));

            code.ShouldBe(4);
            told.ShouldContain($"Queue {queues.Topology.Dead} at ");
            told.ShouldContain($"Queue {queues.Topology.Work} at ");
        }
    }

    private static async Task<(int Code, string Told)> ReplayAsync(params (string Name, string Value)[] settings)
    {
        var error = new StringWriter();
        return (await DeadLetterReplay.RunAsync([], Builder(settings).Configuration, new StringWriter(), error), error.ToString());
    }

    private static async Task BuildAsync(string uri, string prefix, string patience)
    {
        List<Problem> problems = [];
        await TriageHost.BuildAsync(
            Builder(
                ("Role", "receiver"), ("Queue", "rabbitmq"), ("RabbitMq:Uri", uri), ("RabbitMq:Prefix", prefix), ("RabbitMq:StartPatience", patience),
                ("Front:ApplicationSecret", "key")),
            [new ScriptedModel()],
            problems);
        problems.ShouldBeEmpty();
    }

    private static async Task<List<Problem>> ProblemsAsync(params (string Name, string Value)[] settings)
    {
        List<Problem> problems = [];
        (await TriageHost.BuildAsync(Builder(settings), [new ScriptedModel()], problems)).ShouldBeNull();
        return problems;
    }

    private static WebApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => $"TnsTriage:{setting.Name}", setting => (string?)setting.Value));
        return builder;
    }
}
