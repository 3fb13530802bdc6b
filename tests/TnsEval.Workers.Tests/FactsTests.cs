using TnsEval.Runs;
using TnsEval.Workers.Messages;

namespace TnsEval.Workers.Tests;

public sealed class FactsTests
{
    private static readonly WorkerFacts Run = Facts.Of(prompt: null, new RunModel("openai/m", "1.0.0", "aaaa", "r1")) with { PromptHash = "p", SchemaHash = "s" };

    [Fact]
    public void A_worker_that_is_the_same_may_join() => Facts.Differences(Run with { }, Run).ShouldBeEmpty();

    public static TheoryData<string, Func<object>> Others => new()
    {
        { "TnsEval version: the worker's is 9, the run's", () => Run with { TnsEval = "9" } },
        { "TnsEval build: the worker's is b, the run's", () => Run with { TnsEvalBuild = "b" } },
        { "TnsTriage version: the worker's is 9, the run's", () => Run with { TnsTriage = "9" } },
        { "TnsTriage build: the worker's is b, the run's", () => Run with { TnsTriageBuild = "b" } },
        { "escalation policy: the worker's is 99, the run's", () => Run with { PolicyVersion = 99 } },
        { "prompt hash: the worker's is q, the run's p. Install", () => Run with { PromptHash = "q" } },
        { "schema hash: the worker's is t, the run's s. Install", () => Run with { SchemaHash = "t" } },
        { "plugin version: the worker's is 2.0.0, the run's 1.0.0. Install the same build of plugin 'openai'", () => Run with { Model = Run.Model! with { ProviderVersion = "2.0.0" } } },
        { "plugin files: the worker's is bbbb, the run's aaaa. Install the same build of plugin 'openai'", () => Run with { Model = Run.Model! with { ProviderHash = "bbbb" } } },
        { "model revision: the worker's is none, the run's r1. Give both", () => Run with { Model = Run.Model! with { Revision = null } } },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_worker_that_differs_is_refused_by_both_values_and_what_to_do(string reason, Func<object> worker) =>
        Facts.Differences((WorkerFacts)worker(), Run).ShouldHaveSingleItem().ShouldStartWith(reason);

    [Fact]
    public void All_differences_are_told_at_once() => Facts.Differences(Run with { TnsEval = "9", PromptHash = "q", Model = null }, Run).Count().ShouldBe(5);
}
