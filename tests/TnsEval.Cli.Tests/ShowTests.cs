using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary>What is read is approved word for word: layout is what a reading tool is.</summary>
public sealed partial class ShowTests
{
    private static readonly string[] Tickets =
    [
        CommandLine.Ticket("t-aaaa", escalate: true, "Gifts of $1 all night. ALARM", pair: "t-bbbb"),
        CommandLine.Ticket("t-bbbb", escalate: false, "Gifts of $1 from the coin challenge.", pair: "t-aaaa"),
        CommandLine.Ticket("t-cccc", escalate: true, "Please look at the alarm log, someone changed our bank account.", language: "en-GB"),
        CommandLine.Ticket("t-dddd", escalate: false, "How do I test the fire ALARM\\nlist? \\u001b[31mred\\u001b[0m \\u202eabc").Replace("\"stress\"", "\"thread\":[{\"from\":\"sender\",\"body\":\"An ALARM before.\"},{\"from\":\"agent\",\"body\":\"Which one?\"}],\"stress\"", StringComparison.Ordinal),
        CommandLine.Ticket("t-eeee", escalate: false, "SLIP once, then well.", language: "es-MX").Replace("\"stress\":[", "\"stress\":[\"non_english\",", StringComparison.Ordinal),
        CommandLine.Ticket("t-ffff", escalate: false, "BROKEN for ever."),
    ];

    [Fact]
    public Task The_list_reads_as_approved() => ApproveAsync("show latest", "List");

    [Fact]
    public Task A_whole_case_with_evidence_reads_as_approved() => ApproveAsync("show latest --case t-dddd", "Evidence");

    [Fact]
    public Task A_whole_case_that_was_repaired_and_one_that_could_not_be_read_as_approved() => ApproveAsync("show latest --case t-eeee --case t-ffff", "Repaired");

    [Fact]
    public Task Whole_cases_with_the_prompt_read_as_approved() => ApproveAsync("show latest --misses --prompt", "Prompt");

    [Fact]
    public Task Repeats_rewritten_tickets_and_the_twin_read_as_approved() =>
        ApproveAsync("show latest --case t-cccc --case t-aaaa", "Votes", run: "run --model scripted/mixed --repeat 2 --perturb case,greeting,injection --progress none");

    [Fact]
    public Task A_rewritten_ticket_reads_as_approved() =>
        ApproveAsync("show latest --perturbation case --flipped --whole", "Rewritten", run: "run --model scripted/mixed --repeat 2 --perturb case,greeting --progress none");

    [Fact]
    public async Task Json_holds_what_people_read()
    {
        using var commandLine = await RunAsync();

        var json = JsonNode.Parse((await commandLine.InvokeAsync("show latest --case t-eeee --json")).Output)!;

        json["of"]!.GetValue<int>().ShouldBe(6);
        var @case = json["cases"]!.AsArray().ShouldHaveSingleItem()!;
        (@case["id"]!.ToString(), @case["result"]!.ToString(), @case["why"]!.ToString()).ShouldBe(("t-eeee", "correct pass", "for tests; L11"));
        @case["ticket"]!["body"]!.ToString().ShouldBe("SLIP once, then well.");
        @case["record"]!["modelTexts"]!.AsArray().Count.ShouldBe(2);
        @case["sent"]!.AsArray().Select(message => message!["role"]!.ToString()).ShouldBe(["system", "user", "assistant", "user"]);
        @case["sent"]![3]!["text"]!.ToString().ShouldStartWith("Your answer was not accepted:");
    }

    [Fact]
    public async Task Fences_are_those_of_the_runs_seed()
    {
        using var commandLine = await RunAsync();
        var first = Fence().Matches((await commandLine.InvokeAsync("show latest --whole")).Output).Select(match => match.Value).ToArray();

        await commandLine.InvokeAsync("run --model scripted/mixed --seed 2 --progress none");
        var second = Fence().Matches((await commandLine.InvokeAsync("show latest --whole")).Output).Select(match => match.Value).ToArray();

        first.Length.ShouldBe(2 * Tickets.Length);
        first.ShouldNotContain(fence => second.Contains(fence));
    }

    [Theory]
    [InlineData("--misses", "t-cccc")]
    [InlineData("--misses --false-alarms", "t-cccc t-dddd")]
    [InlineData("--invalid", "t-ffff")]
    [InlineData("--category payment_fraud", "t-aaaa t-cccc")]
    [InlineData("--category payment_fraud --misses", "t-cccc")]
    [InlineData("--severity none --limit 2", "t-bbbb t-dddd")]
    [InlineData("--language en-GB --language es", "t-cccc t-eeee")]
    [InlineData("--tag hn_finance_routine --false-alarms", "t-dddd")]
    [InlineData("--search COIN", "t-bbbb")]
    [InlineData("--search Which", "t-dddd")]
    [InlineData("--search nowhere", "")]
    public async Task Filters_narrow_the_list_together(string filters, string ids)
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync($"show latest {filters} --json");

        string.Join(' ', JsonNode.Parse(result.Output)!["cases"]!.AsArray().Select(@case => @case!["id"]!.ToString())).ShouldBe(ids, result.Error);
    }

    [Fact]
    public async Task Everything_that_cannot_be_asked_is_told_at_once()
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync("show latest --case t-aaab --tag hn_finance_rutine --category fraud --flipped --perturbation typo");

        result.ExitCode.ShouldBe(2);
        Normalized(result.Error).ShouldBe(
            """
            filter category=fraud: unknown category "fraud". Use one of child_safety, self_harm, violent_threat, abuse_exploitation, harassment_hate, account_takeover, payment_fraud, phishing_impersonation, privacy_breach, security_incident, legal_process, platform_misuse.
            filter tag=hn_finance_rutine: unknown tag "hn_finance_rutine". Write "hn_finance_routine", if that is meant.
            --perturbation: RUN rewrote no ticket. Leave it out, or run again: tnseval run --perturb all.
            --flipped: RUN asked once for each ticket, so no answer can have flipped. Run with --repeat 3 or --perturb all.
            --case: RUN holds no case "t-aaab". Write "t-aaaa", if that is meant.

            """);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_journal_of_hashes_is_read_with_the_ticket_from_the_set_and_says_what_is_not_there()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><JournalText>hashes</JournalText></Run></TnsEval></RunSettings>");
        await commandLine.InvokeAsync("run --model scripted/mixed --progress none");

        var result = await commandLine.InvokeAsync("show latest --case t-dddd");

        result.Error.ShouldBe("The journal keeps hashes of model text: quotes, reasons and raw answers are not there.\n");
        result.Output.ShouldContain("fire «ALARM»");   // where the evidence stands is kept, and the set still has its words
        result.Output.ShouldContain("\"sha256:");
    }

    [Fact]
    public async Task A_prompt_or_a_set_that_changed_is_not_shown_as_what_was_sent()
    {
        using var commandLine = await RunAsync();
        commandLine.Folder.Write("prompts/tns-triage/v1.prompt.yml", PromptText.Valid("v1", "Assess it otherwise."));
        commandLine.Folder.Write("eval-sets/tns-support/dev.jsonl", CommandLine.Ticket("t-gggg", escalate: false, "another") + "\n");

        var result = await commandLine.InvokeAsync("show latest --case t-dddd");

        result.Error.ShouldBe(
            """
            The eval set tns-support/dev is gone or has changed since the run: tickets are not shown, nor searched, nor what was sent of them.
            Prompt v1 is gone or has changed since the run: what was sent is not shown.

            """);
        result.Output.ShouldNotContain("--- sent");
        result.Output.ShouldContain("FALSE ALARM");
        result.Output.ShouldContain("--- raw answer 1 of 1");
    }

    [Fact]
    public async Task A_part_of_a_run_is_shown_with_its_tickets()
    {
        using var commandLine = await RunAsync("run --model scripted/mixed --shard 1/2 --progress none");

        var result = await commandLine.InvokeAsync("show latest");

        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("  subject   about gifts");
    }

    [Fact]
    public async Task A_terminal_gets_colours_unless_it_wants_none_and_nothing_of_the_ticket_reaches_it_raw()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/mixed --progress none");
        using var terminal = new CommandLine { WorkingDirectory = commandLine.Folder.Path, IsOutputTerminal = true };

        var coloured = (await terminal.InvokeAsync("show latest --case t-dddd")).Output;
        terminal.Variables["NO_COLOR"] = "1";
        var plain = (await terminal.InvokeAsync("show latest --case t-dddd")).Output;

        coloured.ShouldContain("fire \u001b[1;33mALARM\u001b[0m\n");
        coloured.Replace("\u001b[1;33m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal).ShouldNotContain('\u001b'.ToString());
        coloured.ShouldNotContain('\u202e'.ToString());
        plain.ShouldContain("fire «ALARM»\n");
        plain.ShouldContain(@"\u001b[31mred");
    }

    private static async Task ApproveAsync(string arguments, string name, string run = "run --model scripted/mixed --progress none")
    {
        using var commandLine = await RunAsync(run);

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(0, result.Error);
        ApprovedFile.ShouldMatch(Normalized(result.Output), $"Show/{name}.txt");
    }

    private static async Task<CommandLine> RunAsync(string run = "run --model scripted/mixed --progress none")
    {
        var commandLine = CommandLine.WithPromptAndSet(Tickets);
        var result = await commandLine.InvokeAsync(run);
        result.ExitCode.ShouldBe(0, result.Error);
        return commandLine;
    }

    private static string Normalized(string text) => Times().Replace(RunId().Replace(text, "RUN"), "N ms");

    [GeneratedRegex(@"[0-9]{8}T[0-9]{9}Z-[\w.-]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RunId();

    [GeneratedRegex(@"[0-9.]+ ms( and [0-9.]+ ms of waiting)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();

    [GeneratedRegex("</?ticket [0-9a-f]{16}>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
