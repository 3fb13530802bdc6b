using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class BatchCommandTests
{
    private const string Export = "batch export --prompt v1 --model openai/gpt-x --out batch.jsonl";

    private const string Pass = """
        {"evidence": [], "categories": [], "rationale": "no event", "verdict": "none", "severity": "none", "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;

    [Fact]
    public async Task Each_line_is_the_request_that_would_be_sent_live_under_the_case_s_id()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync($"{Export} --seed 7");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("4 requests of v1 for openai/gpt-x. They hold the tickets in full.");
        result.Output.ShouldContain($"tnseval batch import {Path.GetFileName(commandLine.OnlyRun)} RESULT.jsonl");
        var lines = (await File.ReadAllLinesAsync(commandLine.Folder["batch.jsonl"])).Select(line => JsonNode.Parse(line)!).ToArray();
        lines.Select(line => line["custom_id"]!.GetValue<string>()).ShouldBe(["t-aaaa", "t-bbbb", "t-cccc", "t-dddd"]);
        (lines[0]["method"]!.GetValue<string>(), lines[0]["url"]!.GetValue<string>()).ShouldBe(("POST", "/v1/chat/completions"));
        var body = lines[0]["body"]!.AsObject();
        body.Select(member => member.Key).ShouldBe(["model", "messages", "temperature", "seed", "response_format"]);
        (body["model"]!.GetValue<string>(), body["seed"]!.GetValue<long>(), body["temperature"]!.GetValue<double>()).ShouldBe(("gpt-x", 7, 0));
        body["messages"]!.AsArray().Select(message => message!["role"]!.GetValue<string>()).ShouldBe(["system", "user"]);
        body["messages"]![1]!["content"]!.GetValue<string>().ShouldContain("Gifts of $1 all night. ALARM");
        body["response_format"]!["type"]!.GetValue<string>().ShouldBe("json_schema");
        var format = body["response_format"]!["json_schema"]!;
        (format["name"]!.GetValue<string>(), format["strict"]!.GetValue<bool>(), format["schema"]!["type"]!.GetValue<string>()).ShouldBe(("assessment", true, "object"));
    }

    [Fact]
    public async Task Answers_are_enforced_and_scored_and_refusals_and_cut_ones_are_outcomes()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync(Export);
        commandLine.Folder.Write("out.jsonl", string.Join('\n',
            Answer("t-dddd", Pass), Answer("t-cccc", "", refusal: "no"), Answer("t-bbbb", Pass[..40], finish: "length"), Answer("t-aaaa", "I think it is fine.")));

        var result = await commandLine.InvokeAsync("batch import latest out.jsonl --json");

        result.ExitCode.ShouldBe(0, result.Error);
        var report = JsonNode.Parse(result.Output)!;
        report["imported"]!.GetValue<int>().ShouldBe(4);
        report["summary"]!["scores"]!["outcomes"]!.ToJsonString().ShouldBe("""{"assessed":1,"malformed":1,"refused":1,"truncated":1,"timed_out":0,"failed":0}""");
        (await commandLine.InvokeAsync("rescore latest")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Every_line_is_accounted_for_and_a_second_import_completes_the_run()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync(Export);
        commandLine.Folder.Write("out.jsonl", string.Join('\n',
            Answer("t-aaaa", Pass), Answer("t-aaaa", Pass), Answer("t-bbbb", Pass), Answer("t-bbbb", Pass.Replace("no event", "other words", StringComparison.Ordinal)),
            Answer("t-else", Pass), "{\"custom_id\":\"t-c"));
        commandLine.Folder.Write("errors.jsonl", """{"custom_id":"t-cccc","response":{"status_code":500,"body":{}},"error":null}""" + "\n");

        var first = await commandLine.InvokeAsync("batch import latest out.jsonl errors.jsonl");
        commandLine.Folder.Write("again.jsonl", string.Join('\n', Answer("t-bbbb", Pass), Answer("t-cccc", Pass), Answer("t-dddd", Pass)));
        var second = await commandLine.InvokeAsync("batch import latest again.jsonl errors.jsonl");

        first.ExitCode.ShouldBe(4);
        first.Error.ShouldContain("1 cases imported, 3 without an answer.");
        first.Error.ShouldContain("cases without an answer, 3: t-bbbb; t-cccc; t-dddd");
        first.Error.ShouldContain("failed results, 1: errors.jsonl:1: the batch failed with status 500, no error code");
        first.Error.ShouldContain("contradicting results, 1: out.jsonl:3 and out.jsonl:4");
        first.Error.ShouldContain("repeated results, 1: out.jsonl:2");
        first.Error.ShouldContain("results of other runs, 1: out.jsonl:5");
        first.Error.ShouldContain("unreadable lines, 1: out.jsonl:6");
        second.ExitCode.ShouldBe(0, second.Error);
        second.Error.ShouldContain("3 cases imported, 1 were before, 0 without an answer.");
        second.Output.ShouldContain("v1 on openai/gpt-x, tns-support/dev: 4 tickets");
    }

    [Fact]
    public async Task Who_gives_up_gets_a_complete_run_in_which_the_missing_cases_failed()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync(Export);
        commandLine.Folder.Write("out.jsonl", Answer("t-aaaa", Pass));

        var result = await commandLine.InvokeAsync("batch import latest out.jsonl --give-up --json");

        result.ExitCode.ShouldBe(0, result.Error);
        JsonNode.Parse(result.Output)!["summary"]!["scores"]!["outcomes"]!["failed"]!.GetValue<int>().ShouldBe(3);
        (await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"))).ShouldContain("the batch brought no result");
    }

    [Fact]
    public async Task A_batch_asks_for_tickets_as_they_are_whatever_the_settings_have_runs_rewrite()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><Perturb>all</Perturb></Run></TnsEval></RunSettings>");

        var export = await commandLine.InvokeAsync(Export);

        export.ExitCode.ShouldBe(0, export.Error);
        (await File.ReadAllLinesAsync(commandLine.Folder["batch.jsonl"])).Length.ShouldBe(CommandLine.SomeTickets.Count);
    }

    [Fact]
    public async Task A_ticket_that_is_too_long_is_not_exported_and_is_imported_as_truncated()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><MaxTicketCharacters>45</MaxTicketCharacters></Run></TnsEval></RunSettings>");
        var export = await commandLine.InvokeAsync(Export);
        commandLine.Folder.Write("out.jsonl", string.Join('\n', (await File.ReadAllLinesAsync(commandLine.Folder["batch.jsonl"]))
            .Select(line => Answer(JsonNode.Parse(line)!["custom_id"]!.GetValue<string>(), Pass))));

        var result = await commandLine.InvokeAsync("batch import latest out.jsonl --json");

        export.Output.ShouldContain("tickets are too long to be sent; they will be recorded as truncated");
        result.ExitCode.ShouldBe(0, result.Error);
        JsonNode.Parse(result.Output)!["summary"]!["scores"]!["outcomes"]!["truncated"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Results_are_not_imported_over_another_prompt_nor_into_a_run_that_was_no_export()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("out.jsonl", Answer("t-aaaa", Pass));
        await commandLine.InvokeAsync(Export);
        commandLine.Folder.Write("prompts/tns-triage/v1.prompt.yml", PromptText.Valid(system: "Now something else."));
        var changed = await commandLine.InvokeAsync("batch import latest out.jsonl");
        await commandLine.InvokeAsync("run --model scripted/keyword");
        var noExport = await commandLine.InvokeAsync("batch import latest out.jsonl");

        (changed.ExitCode, noExport.ExitCode).ShouldBe((2, 2));
        changed.Error.ShouldContain("prompt hash was");
        noExport.Error.ShouldContain("was not made by tnseval batch export");
    }

    [Theory]
    [InlineData("batch export --prompt v1 --model ollama/llama --out batch.jsonl", "has no batch files that are known here")]
    [InlineData("batch export --prompt v1 --model openai/x --out prompts/tns-triage/v1.prompt.yml", "exists")]
    [InlineData("batch export --prompt v1 --model openai/x --out none/batch.jsonl", "lies in no folder that exists")]
    [InlineData("batch import latest none.jsonl", "there is no such file")]
    public async Task Wrong_input_is_a_problem_and_leaves_nothing(string arguments, string what)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(what);
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
        File.Exists(commandLine.Folder["batch.jsonl"]).ShouldBeFalse();
    }

    private static string Answer(string id, string text, string finish = "stop", string? refusal = null) => new JsonObject
    {
        ["id"] = $"batch_req_{id}",
        ["custom_id"] = id,
        ["response"] = new JsonObject
        {
            ["status_code"] = 200,
            ["body"] = new JsonObject
            {
                ["model"] = "gpt-x-2026",
                ["choices"] = new JsonArray(new JsonObject
                {
                    ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = refusal is null ? text : null, ["refusal"] = refusal },
                    ["finish_reason"] = finish,
                }),
                ["usage"] = new JsonObject { ["prompt_tokens"] = 10, ["completion_tokens"] = 5, ["total_tokens"] = 15 },
            },
        },
        ["error"] = null,
    }.ToJsonString();
}
