using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class SetsImportCommandTests
{
    private const string Csv = """
        Title,Description,label,severity,categories,stress,why
        Labels,How do I print them?,benign,none,,ordinary,a how-to
        Labels,How do I  print them?,benign,none,,ordinary,a how-to
        Gifts,Secret words of a person,escalate,,,,
        ,,,,,,

        """;

    [Fact]
    public async Task An_import_prints_counts_that_add_up_and_a_set_that_passes_its_check()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("export.csv", Csv);

        var result = await commandLine.InvokeAsync("sets import export.csv --out mine/dev.jsonl --map subject=Title --map body=Description");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe("""
                  4 rows read
                  1 written  mine/dev.jsonl
                  1 duplicates
                  1 empty
                  1 rejected  mine/dev.rejected.jsonl
                       1 no_category
                       1 no_severity
                       1 no_why

            """);
        result.Error.ShouldContain("duplicate: export.csv:3: the same text as export.csv:2.");
        result.Error.ShouldContain("empty: export.csv:5: the row has no text.");
        result.Error.ShouldContain("rejected: export.csv:4: it has no severity");
        result.Error.ShouldNotContain("Secret");
        (await commandLine.InvokeAsync("sets check mine")).Output.ShouldStartWith("1 tickets in 1 files, no problems");
    }

    [Fact]
    public async Task With_json_standard_output_is_one_document_and_holds_every_row_that_was_not_written()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("export.csv", Csv);

        var result = await commandLine.InvokeAsync("sets import export.csv --out dev.jsonl --map body=Description --json");

        result.Error.ShouldBeEmpty();
        var document = JsonNode.Parse(result.Output)!;
        document["counts"]!.ToJsonString().ShouldBe("""{"read":4,"written":1,"duplicates":1,"empty":1,"rejected":1}""");
        document["rows"]!.AsArray().Select(row => row!["fate"]!.GetValue<string>()).ShouldBe(["duplicate", "rejected", "empty"]);
        document["out"]!.GetValue<string>().ShouldBe("dev.jsonl");
    }

    [Fact]
    public async Task Of_many_rows_that_were_not_written_the_first_are_shown_unless_all_are_asked_for()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("export.csv", Csv + string.Concat(Enumerable.Repeat(",,,,,,\n", 30)));

        var some = await commandLine.InvokeAsync("sets import export.csv --out a.jsonl --map body=Description");
        var all = await commandLine.InvokeAsync("sets import export.csv --out b.jsonl --map body=Description --verbose");

        some.Error.ShouldContain("empty: 11 more; --verbose shows all");
        all.Error.ShouldContain("export.csv:35:");
    }

    [Fact]
    public async Task When_nothing_can_be_written_the_exit_code_says_so_and_the_rows_are_kept_for_completion()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("front/c.json", """{"id":"cnv_1","tags":[{"name":"tns/confirmed"}],"messages":[{"id":"msg_1","is_inbound":true,"body":"x","created_at":1}]}""");

        var result = await commandLine.InvokeAsync("sets import front --out dev.jsonl");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("dev.jsonl: no row could be written, so there is no such file. Complete the rows in dev.rejected.jsonl and import that file.");
        File.Exists(commandLine.Folder["dev.jsonl"]).ShouldBeFalse();
        File.Exists(commandLine.Folder["dev.rejected.jsonl"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("sets import absent.csv --out dev.jsonl", "absent.csv: no such file or folder")]
    [InlineData("sets import export.csv", "--out")]
    [InlineData("sets import export.csv --out dev.jsonl --format xml", "xml")]
    [InlineData("sets import export.csv --out dev.jsonl --map bdy=Description", "unknown field \"bdy\"")]
    [InlineData("sets import export.csv --out dev.jsonl", "there is no column \"body\"")]
    [InlineData("sets import export.csv --out there.jsonl --map body=Description", "there.jsonl: the file exists")]
    public async Task Bad_input_is_told_in_a_line_and_nothing_is_written(string arguments, string message)
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("export.csv", Csv);
        commandLine.Folder.Write("there.jsonl", "");

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain(message);
        Directory.GetFiles(commandLine.Folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_an_infrastructure_failure()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("export.csv", Csv);
        commandLine.Folder.Write("a-file", "");

        var result = await commandLine.InvokeAsync("sets import export.csv --out a-file/dev.jsonl --map body=Description");

        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("no file has changed");
    }
}
