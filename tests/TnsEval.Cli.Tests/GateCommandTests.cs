using System.Text.Json.Nodes;
using System.Xml.Linq;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class GateCommandTests
{
    private const string NoMiss = """<MissRate Max="30 %" />""";
    private const string NoFalseAlarm = """<FalseAlarmRate Max="30 %" />""";

    [Theory]
    [InlineData(20, 20, 0, "pass")]
    [InlineData(20, 5, 1, "FAIL")]
    [InlineData(20, 14, 3, "inconclusive")]
    [InlineData(19, 19, 3, "inconclusive")]
    public async Task The_exit_code_is_the_verdict(int tickets, int found, int exitCode, string word)
    {
        using var commandLine = await RunAsync(NoMiss, tickets, found);

        var result = await commandLine.InvokeAsync("gate latest");

        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Output.ShouldStartWith($"v1 on scripted/keyword: {word}\n");
        result.Output.ShouldContain("miss rate at most 30 %");
    }

    [Fact]
    public async Task Three_shipped_prompts_pass_fail_and_stay_open_at_one_limit()
    {
        using var commandLine = new CommandLine { WorkingDirectory = TestPaths.RepositoryRoot };
        var settings = commandLine.Folder.Write("own.runsettings", Settings("""<FalseAlarmRate Max="37 %" />"""));
        foreach (var (prompt, exitCode) in new[] { ("v3", 0), ("v1", 1), ("v6", 3) })
        {
            await commandLine.InvokeAsync($"run --prompt {prompt} --split dev --progress none --out {commandLine.Folder[prompt]}");

            var result = await commandLine.InvokeAsync($"gate {Directory.GetDirectories(commandLine.Folder[prompt]).Single()} --settings {settings}");

            result.ExitCode.ShouldBe(exitCode, result.Output + result.Error);
        }
    }

    [Fact]
    public async Task What_is_missing_is_told_with_the_command_that_makes_it()
    {
        using var commandLine = await RunAsync(NoMiss + """<FalseAlarmRate Set="ordinary" Max="2 %" />""", 20, 20);

        var result = await commandLine.InvokeAsync("gate latest");

        result.ExitCode.ShouldBe(3);
        result.Output.ShouldContain("to make it: tnseval run --prompt v1 --model scripted/keyword --split ordinary");
    }

    [Fact]
    public async Task Json_is_one_document_also_within_a_pipeline()
    {
        using var commandLine = await RunAsync(NoMiss + NoFalseAlarm, 20, 0);
        commandLine.Variables["GITHUB_ACTIONS"] = "true";
        commandLine.Variables["TF_BUILD"] = "True";

        var result = await commandLine.InvokeAsync("gate latest --json");

        var json = JsonNode.Parse(result.Output)!;
        json["verdict"]!.GetValue<string>().ShouldBe("fail");
        json["rules"]!.AsArray().Select(rule => rule!["verdict"]!.GetValue<string>()).ShouldBe(["fail", "inconclusive"]);
        json["rules"]![1]!["needed"]!["more"]!.GetValue<int>().ShouldBe(20);
        json["rules"]![1]!["needed"]!["kind"]!.GetValue<string>().ShouldBe("benign tickets");
    }

    [Fact]
    public async Task JUnit_goes_to_the_file_named()
    {
        using var commandLine = await RunAsync(NoMiss + NoFalseAlarm, 20, 0);

        await commandLine.InvokeAsync("gate latest --junit out/gate.xml");

        XDocument.Load(commandLine.Folder["out/gate.xml"]).Descendants("testcase").Select(test => (string?)test.Attribute("name"))
            .ShouldBe(["miss rate at most 30 %", "false-alarm rate at most 30 %"]);
        Directory.GetFiles(commandLine.Folder["out"]).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GitHub_gets_annotations_and_a_table_after_what_the_step_wrote_already()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 0);
        var summary = commandLine.Folder.Write("summary.md", "# mine\n");
        commandLine.Variables["GITHUB_ACTIONS"] = "true";
        commandLine.Variables["GITHUB_STEP_SUMMARY"] = summary;

        var result = await commandLine.InvokeAsync("gate latest");

        result.Error.ShouldStartWith("::error file=prompts/tns-triage/v1.prompt.yml,title=Gate FAIL%3A miss rate at most 30 %25::tns-support/dev: 20/20 = 100.0 %25 [");
        (await File.ReadAllTextAsync(summary)).ShouldStartWith("# mine\n## Gate: FAIL\n");
    }

    [Fact]
    public async Task Azure_gets_issues_and_a_page()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 0);
        commandLine.Variables["TF_BUILD"] = "True";
        commandLine.Variables["AGENT_TEMPDIRECTORY"] = commandLine.Folder["agent"];

        var result = await commandLine.InvokeAsync("gate latest");

        var lines = result.Error.Split('\n');
        lines[0].ShouldStartWith("##vso[task.logissue type=error;sourcepath=prompts/tns-triage/v1.prompt.yml]miss rate at most 30 %AZP25: ");
        var page = lines[1]["##vso[task.uploadsummary]".Length..];
        (await File.ReadAllTextAsync(page)).ShouldStartWith("## Gate: FAIL\n");
    }

    [Fact]
    public async Task Outside_of_a_pipeline_nothing_is_written_besides_the_result()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 0);

        (await commandLine.InvokeAsync("gate latest")).Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gate nowhere", "is neither a run folder nor a run in")]
    [InlineData("gate latest --settings none.runsettings", "cannot be read")]
    [InlineData("gate latest --baseline nowhere", "is neither a run folder nor a run in")]
    [InlineData("gate", "Required argument 'run' missing")]
    public async Task What_cannot_be_found_is_bad_input(string arguments, string what)
    {
        using var commandLine = await RunAsync(NoMiss, 20, 20);

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(what);
    }

    [Fact]
    public async Task Without_limits_there_is_nothing_to_judge_by()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync("gate latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("there is no Gate section, so nothing to judge by");
    }

    [Fact]
    public async Task Promote_refuses_a_version_whose_gate_does_not_pass_with_the_gate_s_exit_code()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 5);
        await commandLine.InvokeAsync("prompts release v1");

        var refused = await commandLine.InvokeAsync("promote latest");

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("Not promoted: the gate says FAIL");
        File.Exists(commandLine.Folder["prompts/tns-triage/champion.json"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Promote_writes_the_champion_of_a_gate_that_passes()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 20);
        await commandLine.InvokeAsync("prompts release v1");

        var result = await commandLine.InvokeAsync("promote latest");

        result.ExitCode.ShouldBe(0, result.Error);
        var champion = JsonNode.Parse(await File.ReadAllTextAsync(commandLine.Folder["prompts/tns-triage/champion.json"]))!;
        champion["provenance"]!["kind"]!.GetValue<string>().ShouldBe("model");
        champion["provenance"]!["gate"]!.GetValue<string>().ShouldBe("pass");
        champion["prompt"]!["name"]!.GetValue<string>().ShouldBe("v1");
    }

    [Fact]
    public async Task Promote_by_force_needs_a_reason_and_records_it()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 5);
        await commandLine.InvokeAsync("prompts release v1");

        (await commandLine.InvokeAsync("promote latest --force")).ExitCode.ShouldBe(2);
        (await commandLine.InvokeAsync("promote latest --reason pilot")).ExitCode.ShouldBe(2);
        var forced = await commandLine.InvokeAsync("promote latest --force --reason pilot --json");

        forced.ExitCode.ShouldBe(0, forced.Error);
        JsonNode.Parse(forced.Output)!["forcedBecause"]!.GetValue<string>().ShouldBe("pilot");
        (await File.ReadAllTextAsync(commandLine.Folder["prompts/tns-triage/champion.json"])).ShouldContain("\"forcedBecause\": \"pilot\"");
    }

    [Fact]
    public async Task Promote_takes_released_versions_only()
    {
        using var commandLine = await RunAsync(NoMiss, 20, 20);

        var result = await commandLine.InvokeAsync("promote latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("version v1 is not released: it may still change. Freeze it: tnseval prompts release v1.");
    }

    private static string Settings(string rules) => $"<RunSettings><TnsEval><Gate>{rules}</Gate></TnsEval></RunSettings>";

    /// <summary>A run over escalate tickets, so many of which the scripted model finds.</summary>
    private static async Task<CommandLine> RunAsync(string rules, int tickets, int found)
    {
        var commandLine = CommandLine.WithPromptAndSet(
            [.. Enumerable.Range(0, tickets).Select(index => CommandLine.Ticket($"t-{index:0000}", escalate: true, $"Number {index} of many. {(index < found ? "ALARM" : "")}"))]);
        commandLine.Folder.Write("eval.runsettings", Settings(rules));
        var run = await commandLine.InvokeAsync("run --model scripted/keyword");
        run.ExitCode.ShouldBe(0, run.Error);
        return commandLine;
    }
}
