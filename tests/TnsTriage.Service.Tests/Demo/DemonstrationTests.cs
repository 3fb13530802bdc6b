using TnsEval.Plugins.Offline;
using TnsTriage.Service.Demo;

namespace TnsTriage.Service.Tests.Demo;

public sealed class DemonstrationTests
{
    [Fact]
    public async Task The_demonstration_holds_what_it_is_held_to_and_says_who_judged()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exit = await Demonstration.RunAsync([], [new OfflineProvider()], output, error);

        var text = output.ToString();
        exit.ShouldBe(0, text);
        error.ToString().ShouldBeEmpty();
        text.ShouldContain("NO LANGUAGE MODEL");
        text.ShouldContain("  yes every conversation has a decision");
        text.ShouldNotContain("  NO ");
        text.ShouldContain("with tag tns/escalated");
    }

    [Theory]
    [InlineData("--seed")]
    [InlineData("--seed", "many")]
    [InlineData("--sede", "1")]
    public async Task An_argument_that_is_none_is_told(params string[] arguments)
    {
        using var error = new StringWriter();

        (await Demonstration.RunAsync(arguments, [], TextWriter.Null, error)).ShouldBe(2);

        error.ToString().ShouldContain("--seed NUMBER");
    }

    [Fact]
    public void A_seed_makes_the_same_tickets_each_time_and_leaves_no_slot_open()
    {
        var tickets = DemoTickets.Make(200, seed: 3);

        Text(tickets).ShouldBe(Text(DemoTickets.Make(200, seed: 3)));
        Text(tickets).ShouldNotBe(Text(DemoTickets.Make(200, seed: 4)));
        Text(tickets).ShouldNotContain("{");
        tickets.Count(ticket => ticket.IsDangerous).ShouldBe(40);
    }

    private static string Text(IEnumerable<DemoTicket> tickets) =>
        string.Join('\n', tickets.SelectMany(ticket => ticket.Messages.Select(message => $"{ticket.Subject}: {message.Body}")));
}
