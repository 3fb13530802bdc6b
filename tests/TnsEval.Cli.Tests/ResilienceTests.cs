using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

/// <summary>Providers that fail and budgets that end: exit codes, messages, and what can be resumed.</summary>
public sealed class ResilienceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(450)]
    public async Task Key_revoked_after_some_of_500_calls_never_ends_well_nor_in_rates(int goodCalls)
    {
        using var commandLine = CommandLine.WithPromptAndSet([.. Enumerable.Range(0, 500).Select(number =>
            CommandLine.Ticket($"t-{number:d4}", escalate: false, $"ordinary question {number}"))]);

        var result = await commandLine.InvokeAsync($"run --model scripted/revoked-after-{goodCalls} --progress none");

        result.ExitCode.ShouldBe(4);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("the provider refused the credentials: 401 from the server");
        result.Error.ShouldContain("go on with: tnseval run --resume");
        File.Exists(Path.Combine(commandLine.OnlyRun, "summary.json")).ShouldBeFalse();
        (await JournalOf(commandLine)).Length.ShouldBeLessThanOrEqualTo(goodCalls);
    }

    [Fact]
    public async Task Setting_that_no_call_can_succeed_with_stops_the_run_at_once()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/misconfigured --progress none");

        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("there is no such model on the server; name another");
        (await JournalOf(commandLine)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Provider_that_is_down_ends_the_run_and_leaves_every_case_to_be_resumed()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write(
            "eval.runsettings",
            "<RunSettings><TnsEval><Run><TimeoutSeconds>3600</TimeoutSeconds><AttemptTimeoutSeconds>3600</AttemptTimeoutSeconds></Run></TnsEval></RunSettings>");

        var result = await commandLine.InvokeHurriedAsync("run --model scripted/down --progress none");

        result.ExitCode.ShouldBe(4);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("provider 'scripted' is down");
        result.Error.ShouldContain("the last fault was: 503 from the server. Check its address, or wait until it answers, and go on with: tnseval run --resume");
        result.Error.ShouldNotContain("sk-canary");
        (await JournalOf(commandLine)).ShouldBeEmpty();
        File.Exists(Path.Combine(commandLine.OnlyRun, "summary.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Dry_run_shows_the_estimate_and_leaves_nothing_behind()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices("scripted/no-credentials"));

        var text = await commandLine.InvokeAsync("run --model scripted/no-credentials --prices prices.json --max-cost 0.01 --dry-run");
        var json = await commandLine.InvokeAsync("run --model scripted/no-credentials --prices prices.json --max-cost 0.01 --dry-run --json");

        text.ExitCode.ShouldBe(0, text.Error);
        text.Output.ShouldStartWith("Estimate: v1 on scripted/no-credentials: 4 calls, ");
        text.Output.ShouldContain("USD ");
        text.Output.ShouldContain("Intervals at a rate of 10 %: misses [0.5-72.1] over 2 escalate tickets, false alarms [0.5-72.1] over 2 benign tickets; within 2 points either way takes 868 tickets of a label.");
        text.Output.ShouldContain("That is more than the budget");
        var estimate = JsonNode.Parse(json.Output)!;
        estimate["estimates"]![0]!["calls"]!.GetValue<int>().ShouldBe(4);
        estimate["isWithinBudget"]!.GetValue<bool>().ShouldBeFalse();
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task Cost_limit_without_a_price_for_the_model_is_refused_before_the_first_call()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices("scripted/another"));

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --max-cost 1 --prices prices.json");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("there is no price for scripted/keyword, and a cost limit is set");
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_run_spent_is_told_with_its_prices()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices("scripted/keyword"));

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --prices prices.json --progress none");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBe("Spent: USD 80.00, 60 tokens\n");   // 4 calls of 10 tokens at 1 and 5 at 2
    }

    [Fact]
    public async Task Budget_that_is_spent_stops_the_run_and_a_resumed_one_counts_what_was_spent()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        var dry = JsonNode.Parse((await commandLine.InvokeAsync("run --model scripted/keyword --dry-run --json")).Output)!["estimates"]![0]!;
        var perCall = (dry["inputTokens"]!.GetValue<int>() + dry["outputTokens"]!.GetValue<int>()) / 4;

        var stopped = await commandLine.InvokeAsync($"run --model scripted/keyword --progress none --max-tokens {perCall + 5}");
        var journal = await JournalOf(commandLine);
        var resumed = await commandLine.InvokeAsync("run --resume latest --progress none --max-tokens 1000000");

        stopped.ExitCode.ShouldBe(4, stopped.Error);
        stopped.Error.ShouldStartWith("Estimate: v1 on scripted/keyword: 4 calls");
        stopped.Error.ShouldContain("the budget is spent: ");
        stopped.Error.ShouldContain("Raise --max-tokens, and go on with: tnseval run --resume");
        journal.Length.ShouldBeInRange(1, 3);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain($"Estimate: v1 on scripted/keyword: {4 - journal.Length} calls");
        resumed.Error.ShouldEndWith("Spent: 60 of 1,000,000 tokens\n");
        (await JournalOf(commandLine))[..journal.Length].ShouldBe(journal);
    }

    [Fact]
    public async Task Cost_limit_that_is_reached_stops_the_run_as_infrastructure_failure()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices("scripted/keyword"));
        var dry = JsonNode.Parse((await commandLine.InvokeAsync("run --model scripted/keyword --dry-run --json --prices prices.json")).Output)!["estimates"]![0]!;
        var cost = ((dry["inputTokens"]!.GetValue<decimal>() + (2 * dry["outputTokens"]!.GetValue<decimal>())) / 4) + 5;

        var stopped = await commandLine.InvokeAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"run --model scripted/keyword --progress none --prices prices.json --max-cost {cost:0.00}"));

        stopped.ExitCode.ShouldBe(4, stopped.Error);
        stopped.Output.ShouldBeEmpty();
        stopped.Error.ShouldContain("Raise --max-cost, and go on with: tnseval run --resume");
        File.Exists(Path.Combine(commandLine.OnlyRun, "summary.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_json_records_how_models_were_called()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        await commandLine.InvokeAsync("run --model scripted/keyword --concurrency auto --retries 2 --max-tokens 1000000 --progress none");

        var options = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "run.json")))!["options"]!;
        options["concurrency"]!.GetValue<string>().ShouldBe("auto");
        options["retries"]!.GetValue<int>().ShouldBe(2);
        options["maxTokens"]!.GetValue<long>().ShouldBe(1_000_000);
    }

    private static async Task<string[]> JournalOf(CommandLine commandLine) => await File.ReadAllLinesAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"));

    /// <summary>One a token of input, two a token of output.</summary>
    private static string Prices(string model) =>
        $$"""
        {"formatVersion": 1, "currency": "USD", "perTicket": {"input": 10, "output": 5},
         "models": [{"model": "{{model}}", "input": 1000000, "cachedInput": null, "output": 2000000, "asOf": "2026-11-22"}]}
        """;
}
