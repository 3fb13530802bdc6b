using Microsoft.Extensions.AI;
using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

public sealed class RunBudgetTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void Calls_under_way_at_once_never_spend_the_same_rest()
    {
        var budget = new RunBudget(maxCost: null, maxTokens: 10_000, currency: null);
        var chain = new Chain(Answering(input: 3, output: 300), _simulation) { Budget = budget };

        var ends = _simulation.Run(() => chain.AskAllAsync(500));

        ends.Count(end => end is null).ShouldBe(10_000 / 303);
        ends.Where(end => end is not null).ShouldAllBe(end => end is RunStoppedException);
        budget.Spent.ShouldBe(new Spend(33, 33 * 303, 0, 0));
    }

    [Fact]
    public void Call_that_only_seemed_too_dear_is_made_once_others_turned_out_cheaper()
    {
        var budget = new RunBudget(maxCost: null, maxTokens: 1_000, currency: null);
        var chain = new Chain(Answering(input: 3, output: 7), _simulation) { Budget = budget };

        var ends = _simulation.Run(() => chain.AskAllAsync(50));

        ends.ShouldAllBe(end => end == null);
        budget.Spent.Tokens.ShouldBe(500);
    }

    [Fact]
    public void Call_whose_tokens_nobody_counted_costs_its_estimate()
    {
        var budget = new RunBudget(maxCost: null, maxTokens: 1_000, currency: null);
        var chain = new Chain(Answering(input: 0, output: 0), _simulation) { Budget = budget };

        _simulation.Run(() => chain.AskAllAsync(2));

        budget.Spent.ShouldBe(new Spend(2, 606, 0, 2));
    }

    [Fact]
    public void Stop_lets_the_calls_under_way_come_to_their_answers()
    {
        var thrown = Should.Throw<RunStoppedException>(() => _simulation.Run(() => new RunBudget(1m, null, "USD").ReserveAsync(new Spend(1, 10, 1.5m, 1), default)));

        thrown.LetsOthersFinish.ShouldBeTrue();
        thrown.Message.ShouldBe("the budget is spent: USD 0.00 of 1.00, 0 tokens, and the next call is expected to take USD 1.50, 10 tokens");
        thrown.Fix.ShouldBe("Raise --max-cost");
    }

    private FakeServer Answering(int input, int output) => new(async (_, token) =>
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), _simulation.Time, token);
        return FakeServer.Answer(input, output);
    });
}
