using System.Text.Json.Nodes;
using TnsEval.Runs;

namespace TnsEval.Cli.Tests;

/// <summary>The scripted model alarms at the word ALARM in capitals, and only then: a prompt that hangs on how a ticket is written.</summary>
public sealed class PerturbTests
{
    private static readonly string[] Tickets =
    [
        .. Enumerable.Range(0, 24).Select(number => CommandLine.Ticket($"t-{number:00}", number % 3 == 0, number % 4 == 0 ? $"ALARM {number}" : $"Please test the alarm bell {number}")),
        CommandLine.Ticket("t-slip", escalate: false, "SLIP once, then well."),
    ];

    [Fact]
    public async Task A_run_asks_for_each_case_once_more_a_perturbation_and_tells_how_many_answers_flipped()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var run = await commandLine.InvokeAsync("run --model scripted/keyword --perturb case,greeting --progress none");

        run.ExitCode.ShouldBe(0, run.Error);
        Records(commandLine.OnlyRun).Count.ShouldBe(3 * Tickets.Length);
        run.Output.ShouldContain("case      18/25 = 72.0 % [52.4-85.7]      12 to false alarm, 6 to right");
        run.Output.ShouldContain("greeting  0/25 = 0.0 % [0.0-13.3]\n");
        run.Output.ShouldContain("fragile       to case: the whole interval lies above 2 %");
    }

    [Fact]
    public async Task Settings_can_ask_for_rewriting_and_limit_what_it_flips_and_one_run_can_go_without()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        commandLine.Folder.Write(
            "eval.runsettings",
            """<RunSettings><TnsEval><Run><Perturb>case, greeting</Perturb></Run><Gate><PerturbationFlipRate Max="10 %" /></Gate></TnsEval></RunSettings>""");

        await commandLine.InvokeAsync("run --model scripted/keyword --progress none");
        var gate = await commandLine.InvokeAsync("gate latest");
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb none --out plain --progress none");
        var open = await commandLine.InvokeAsync($"gate {Directory.GetDirectories(commandLine.Folder["plain"]).Single()}");

        Records(commandLine.OnlyRun).Count.ShouldBe(3 * Tickets.Length);
        gate.ExitCode.ShouldBe(1, gate.Error);
        gate.Output.ShouldContain("flip rate under each perturbation at most 10 %  case: 18/25 = 72.0 % [52.4-85.7]");
        Records(Directory.GetDirectories(commandLine.Folder["plain"]).Single()).Count.ShouldBe(Tickets.Length);
        open.ExitCode.ShouldBe(3);
        open.Output.ShouldContain("the run has no tickets rewritten by any perturbation: make it with --perturb all");
    }

    [Fact]
    public async Task The_headline_is_that_of_the_run_without_rewriting()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        await commandLine.InvokeAsync("run --model scripted/mixed --out plain --progress none");
        await commandLine.InvokeAsync("run --model scripted/mixed --perturb all --out perturbed --progress none");

        var (plain, perturbed) = (Scores(commandLine.Folder["plain"]), Scores(commandLine.Folder["perturbed"]));
        perturbed["perturbations"]!.AsArray().Count.ShouldBe(12);
        perturbed["perturbations"] = new JsonArray();
        perturbed.ToJsonString().ShouldBe(plain.ToJsonString());
    }

    [Fact]
    public async Task A_stopped_run_goes_on_to_the_same_scores_and_refuses_other_perturbations()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb all --repeat 2 --out whole --progress none");
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb all --repeat 2 --progress none");
        var (journal, summary) = (Path.Combine(commandLine.OnlyRun, "cases.jsonl"), Path.Combine(commandLine.OnlyRun, "summary.json"));
        var lines = await File.ReadAllLinesAsync(journal);
        await File.WriteAllTextAsync(journal, string.Join('\n', lines.Take(300)) + "\n" + lines[300][..40]);
        File.Delete(summary);

        var rescored = await commandLine.InvokeAsync($"rescore {commandLine.OnlyRun}");
        var refused = await commandLine.InvokeAsync($"run --resume {commandLine.OnlyRun} --perturb case");
        var resumed = await commandLine.InvokeAsync($"run --resume {commandLine.OnlyRun} --progress none");

        rescored.Error.ShouldContain("stopped after 300 of 650 answers");
        (refused.ExitCode, refused.Error).ShouldBe((2, "--perturb: cannot be given together with --resume. Leave it out: a resumed run keeps its settings.\n"));
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        Scores(commandLine.Runs).ToJsonString().ShouldBe(Scores(commandLine.Folder["whole"]).ToJsonString());
    }

    [Fact]
    public async Task A_journal_that_lacks_a_rewritten_ticket_is_not_the_whole_run()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb injection --progress none");
        var journal = Path.Combine(commandLine.OnlyRun, "cases.jsonl");
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal)).SkipLast(1));

        var result = await commandLine.InvokeAsync("rescore latest");

        (result.ExitCode, result.Error.Contains("the journal holds 7 cases, the run had 8", StringComparison.Ordinal)).ShouldBe((2, true));
    }

    [Fact]
    public async Task Parts_put_together_score_like_the_run_in_one_place()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb case,injection --out whole --progress none");
        foreach (var part in new[] { "1/2", "2/2" })
        {
            await commandLine.InvokeAsync($"run --model scripted/keyword --perturb case,injection --shard {part} --out parts --progress none");
        }

        var merged = await commandLine.InvokeAsync($"merge {string.Join(' ', Directory.GetDirectories(commandLine.Folder["parts"]))} --out merged");

        merged.ExitCode.ShouldBe(0, merged.Error);
        Scores(commandLine.Folder["merged"]).ToJsonString().ShouldBe(Scores(commandLine.Folder["whole"]).ToJsonString());
    }

    [Fact]
    public async Task A_part_with_other_perturbations_is_of_another_run()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb case --shard 1/2 --out parts --progress none");
        await commandLine.InvokeAsync("run --model scripted/keyword --shard 2/2 --out parts --progress none");

        var merged = await commandLine.InvokeAsync($"merge {string.Join(' ', Directory.GetDirectories(commandLine.Folder["parts"]))}");

        (merged.ExitCode, merged.Error.Contains("perturbations was", StringComparison.Ordinal)).ShouldBe((2, true), merged.Error);
    }

    [Fact]
    public async Task A_dry_run_counts_the_rewritten_tickets()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --perturb all --repeat 2 --dry-run --json");

        JsonNode.Parse(result.Output)!["estimates"]![0]!["calls"]!.GetValue<int>().ShouldBe(25 * 2 * 13);
    }

    [Fact]
    public async Task A_second_run_takes_its_answers_from_the_cache()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/keyword --perturb all --cache read-write --progress none");

        var again = await commandLine.InvokeAsync("run --model scripted/keyword --perturb all --cache replay-only --json --progress none");

        again.ExitCode.ShouldBe(0, again.Error);
        JsonNode.Parse(again.Output)!["runs"]![0]!["cachedAnswers"]!.GetValue<int>().ShouldBe(25 * 13);
    }

    [Fact]
    public async Task A_recorded_run_replays_to_the_same_scores()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/mixed --perturb all --record v1.jsonl --out recorded --progress none");

        var replayed = await commandLine.InvokeAsync("run --model replay/v1.jsonl --perturb all --out replayed --progress none");

        replayed.ExitCode.ShouldBe(0, replayed.Error);
        Scores(commandLine.Folder["replayed"]).ToJsonString().ShouldBe(Scores(commandLine.Folder["recorded"]).ToJsonString());
    }

    [Fact]
    public async Task Every_unknown_name_is_told_with_the_nearest_and_nothing_runs()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --perturb tipos,case --perturb grieting");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldBe(
            """
            --perturb: unknown perturbation "tipos". Write "typos", if that is meant.
            --perturb: unknown perturbation "grieting". Write "greeting", if that is meant.

            """);
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task Help_names_every_perturbation()
    {
        using var commandLine = new CommandLine();

        var help = string.Join(' ', (await commandLine.InvokeAsync("run --help")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        help.ShouldContain("typos, case, homoglyphs, zero_width, leetspeak, greeting, signature, legal_footer, forwarded, quoted_reply, html, injection");
    }

    private static List<CaseRecord> Records(string run) => [.. JournalReader.Read(Path.Combine(run, "cases.jsonl"))];

    /// <summary>The scores of the only run below a folder.</summary>
    private static JsonObject Scores(string runs)
    {
        var summary = Path.Combine(Directory.GetDirectories(runs).ShouldHaveSingleItem(), "summary.json");
        var scores = JsonNode.Parse(File.ReadAllText(summary))!["scores"]!.AsObject();
        scores.Remove("latency");
        return scores;
    }
}
