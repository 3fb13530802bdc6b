using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed partial class CompareCommandTests
{
    /// <summary>Model <c>keyword</c> raises an alarm at ALARM; <c>mixed</c> does too, but gives no answer at REFUSE.</summary>
    private static readonly string[] Tickets =
    [
        CommandLine.Ticket("t-aaaa", escalate: true, "Gifts of $1 all night. ALARM REFUSE", pair: "t-bbbb"),
        CommandLine.Ticket("t-bbbb", escalate: false, "Gifts of $1 from the coin challenge.", pair: "t-aaaa"),
        CommandLine.Ticket("t-cccc", escalate: true, "Someone changed our bank account. REFUSE"),
        CommandLine.Ticket("t-dddd", escalate: false, "How do I test the fire ALARM list?"),
        CommandLine.Ticket("t-eeee", escalate: false, "Which form is for refunds? REFUSE"),
        .. Enumerable.Range(0, 8).Select(ticket => CommandLine.Ticket($"t-ff{ticket:00}", escalate: false, $"Question {ticket} about the REFUSE collection")),
        .. Enumerable.Range(0, 9).Select(ticket => CommandLine.Ticket($"t-gg{ticket:00}", escalate: true, $"ALARM number {ticket}")),
    ];

    [Fact]
    public async Task Flips_come_first_then_figures_and_last_what_they_prove()
    {
        using var commandLine = await TwoRunsAsync();

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)} --limit 2");

        result.ExitCode.ShouldBe(0, result.Error);
        ApprovedFile.ShouldMatch(Stable(commandLine, result.Output), "Compare.txt");
    }

    [Fact]
    public async Task Another_policy_for_missing_answers_makes_other_flips_and_more_is_shown_when_asked()
    {
        using var commandLine = await TwoRunsAsync();

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)} --limit 1 --invalid as_positive --verbose");

        ApprovedFile.ShouldMatch(Stable(commandLine, result.Output), "CompareVerbose.txt");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_candidates_make_a_table_against_the_base()
    {
        using var commandLine = await TwoRunsAsync();
        var (keyword, mixed) = (Ids(commandLine)[0], Ids(commandLine)[1]);

        var result = await commandLine.InvokeAsync($"compare {mixed} {keyword} --base {keyword}");

        ApprovedFile.ShouldMatch(Stable(commandLine, result.Output), "CompareSeveral.txt");
    }

    [Fact]
    public async Task Ticket_text_is_shown_only_when_asked_for()
    {
        using var commandLine = await TwoRunsAsync();

        (await commandLine.InvokeAsync($"compare {Runs(commandLine)} --limit 99")).Output.ShouldNotContain("Gifts");
        (await commandLine.InvokeAsync($"compare {Runs(commandLine)} --limit 99 --verbose")).Output.ShouldContain("Gifts of $1 all night.");
    }

    [Fact]
    public async Task Json_is_one_document_with_the_same_figures()
    {
        using var commandLine = await TwoRunsAsync();

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)} --json");

        var document = JsonNode.Parse(result.Output)!;
        var difference = document["candidates"]![0]!["difference"]!;
        ((int)document["formatVersion"]!, (string?)document["invalidPolicy"]).ShouldBe((1, "as_wrong"));
        difference["broken"]!.AsArray().Count.ShouldBe(10);
        ((int)difference["falseAlarms"]!["base"]!["events"]!, (int)difference["falseAlarms"]!["candidate"]!["events"]!).ShouldBe((1, 10));
        ((double)difference["falseAlarms"]!["midP"]!).ShouldBe(0.00195312, 1e-8);
        ((string)document["candidates"]![0]!["otherDifferences"]![0]!).ShouldContain("model was scripted/keyword");
    }

    [Fact]
    public async Task Prompt_version_names_its_newest_complete_run()
    {
        using var commandLine = await TwoRunsAsync();

        var result = await commandLine.InvokeAsync($"compare {Ids(commandLine)[0]} v1");

        result.Output.ShouldContain($"candidate  v1 on scripted/mixed, 22 tickets: {Ids(commandLine)[1]}");
    }

    [Fact]
    public async Task Runs_over_unlike_tickets_are_refused_with_every_difference_and_compared_on_what_is_common_when_told()
    {
        using var commandLine = await TwoRunsAsync();
        await commandLine.InvokeAsync("run --model scripted/keyword --limit 10 --repeat 2 --invalid exclude");
        var (first, last) = (Ids(commandLine)[0], Ids(commandLine)[2]);

        var refused = await commandLine.InvokeAsync($"compare {first} {last}");

        (refused.ExitCode, refused.Output).ShouldBe((2, ""));
        refused.Error.ShouldContain($"{last}: ran over other tickets than {first}: limit 10 against none; tickets 10 against 22; hash ");
        refused.Error.ShouldContain("--allow-different-sets");
        refused.Error.ShouldContain($"{last}: asked each ticket 2 times, {first} once.");
        refused.Error.ShouldContain($"{last}: counts answers that are none exclude, {first} as_wrong. Name one for both: --invalid as_wrong.");
        var allowed = await commandLine.InvokeAsync($"compare {first} {last} --allow-different-sets --invalid as_wrong");
        allowed.ExitCode.ShouldBe(0, allowed.Error);
        allowed.Output.ShouldContain("UNLIKE SETS: compared on the 10 tickets of both, by id (12 are in the base alone, 0 in the candidate alone)");
        allowed.Output.ShouldContain("a ticket counts as what most of its repeats were, a tie as wrong");
        allowed.Output.ShouldContain("whole sets, unpaired");
    }

    [Fact]
    public async Task Runs_without_a_common_ticket_are_not_paired_at_all()
    {
        using var commandLine = await TwoRunsAsync();
        commandLine.WritePromptAndSet(CommandLine.Ticket("t-zzzz", escalate: false, "ALARM bells"), CommandLine.Ticket("t-yyyy", escalate: true, "ALARM now"));
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync($"compare {Ids(commandLine)[0]} latest --allow-different-sets");

        result.Output.ShouldContain("nothing is paired, and what differs may be the tickets.\nMore false alarms: +90.9 pp");
        result.Output.ShouldNotContain("new misses");
    }

    [Fact]
    public async Task Run_that_stopped_is_refused_with_the_way_on_and_unknown_runs_with_it()
    {
        using var commandLine = await TwoRunsAsync();
        File.Delete(Path.Combine(commandLine.Runs, Ids(commandLine)[0], "summary.json"));

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)} nosuch");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"{Ids(commandLine)[0]}: stopped before its end, so its figures are of a part. Go on with: tnseval run --resume {Ids(commandLine)[0]}.");
        result.Error.ShouldContain("nosuch: is no run folder, no run in .tnseval/runs, and no prompt version");
    }

    [Fact]
    public async Task Journal_that_lost_a_line_is_refused()
    {
        using var commandLine = await TwoRunsAsync();
        var journal = Path.Combine(commandLine.Runs, Ids(commandLine)[1], "cases.jsonl");
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal)).Skip(1));

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)}");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("the journal holds 21 cases, the run had 22");
    }

    [Theory]
    [InlineData("compare latest", "two runs or more")]
    [InlineData("compare a b --limit -1", "--limit must not be negative")]
    [InlineData("compare a b --invalid maybe", "maybe")]
    public async Task Arguments_that_cannot_be_meant_are_refused(string arguments, string message)
    {
        using var commandLine = new CommandLine();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
    }

    [Fact]
    public async Task Prices_turn_tokens_into_money()
    {
        using var commandLine = await TwoRunsAsync();
        commandLine.Folder.Write("prices.json", """
            {"formatVersion":1,"currency":"EUR","perTicket":{"input":1,"output":1},
             "models":[{"model":"scripted/keyword","input":1000,"cachedInput":null,"output":2000,"asOf":"2026-01-01"}]}
            """);

        var result = await commandLine.InvokeAsync($"compare {Runs(commandLine)} --prices prices.json");

        result.Output.ShouldMatch(@"EUR, 1,000 tickets\s+20\.00\s+not known");   // 10 tokens in and 5 out a ticket
    }

    private static async Task<CommandLine> TwoRunsAsync()
    {
        var commandLine = CommandLine.WithPromptAndSet(Tickets);
        (await commandLine.InvokeAsync("run --model scripted/keyword")).ExitCode.ShouldBe(0);
        (await commandLine.InvokeAsync("run --model scripted/mixed")).ExitCode.ShouldBe(0);
        return commandLine;
    }

    private static string[] Ids(CommandLine commandLine) => [.. Directory.GetDirectories(commandLine.Runs).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string Runs(CommandLine commandLine) => string.Join(' ', Ids(commandLine).Take(2));

    /// <summary>Without what the clock had a hand in.</summary>
    private static string Stable(CommandLine commandLine, string output) =>
        LatencyLine().Replace(Ids(commandLine).Aggregate(output, (text, id) => text.Replace(id, id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal)), "");

    [GeneratedRegex(@"^  latency .*\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LatencyLine();
}
