using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class PromptsCommandTests
{
    private const string Prices = """
        {"formatVersion": 1, "currency": "EUR", "perTicket": {"input": 100, "output": 200},
         "models": [{"model": "a/small", "input": 1, "cachedInput": 0.1, "output": 2, "asOf": "2026-11-22", "isExample": true},
                    {"model": "a/plain", "input": 1, "cachedInput": null, "output": 2, "asOf": "2026-11-22"}]}
        """;

    [Fact]
    public async Task A_diff_shows_the_changed_lines_with_their_neighbours_and_names_what_is_the_same()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2", "Assess it well."));

        var result = await commandLine.InvokeAsync("prompts show --diff v1 v2");

        var lines = result.Output.TrimEnd().Split('\n');
        lines[0].ShouldStartWith("--- v1  ");
        lines[1].ShouldStartWith("+++ v2  ");
        lines[2..].ShouldBe(
        [
            "parameters: the same",
            "messages:",
            "@@ -1,5 +1,5 @@",
            " [system]",
            "-Assess the ticket.",
            "+Assess it well.",
            " [user]",
            " <ticket {{fence}}>",
            " {{language}} {{subject}}",
            "schema: the same",
        ]);
    }

    [Fact]
    public async Task A_diff_shows_parameters_and_the_order_of_the_schemas_fields()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        var reordered = PromptText.Schema.Replace("\"evidence\", \"categories\",", "\"categories\", \"evidence\",", StringComparison.Ordinal);
        commandLine.Folder.Write(
            "prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2", schema: reordered).Replace("temperature: 0", "temperature: 0.5", StringComparison.Ordinal));

        var result = await commandLine.InvokeAsync("prompts show --diff v1 v2");

        result.Output.ShouldContain("-temperature: 0\n+temperature: 0.5\n");
        result.Output.ShouldContain("messages: the same\n");
        result.Output.ShouldMatch("""(?m)^- +"(evidence|categories)",$""");
        result.Output.ShouldMatch("""(?m)^\+ +"(evidence|categories)",$""");
    }

    [Fact]
    public async Task A_changed_part_far_from_another_has_a_hunk_of_its_own_with_right_line_numbers()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        Write("v1", "first", "last");
        Write("v2", "first, and one more\\nline", "the last");

        var result = await commandLine.InvokeAsync("prompts show --diff v1 v2");

        result.Output.ShouldContain("@@ -1,5 +1,6 @@\n [system]\n-first\n+first, and one more\n+line\n a\n b\n c\n");
        result.Output.ShouldContain("@@ -15,7 +16,7 @@\n m\n n\n o\n-last\n+the last\n [user]\n");

        void Write(string name, string head, string tail) => commandLine.Folder.Write(
            $"prompts/tns-triage/{name}.prompt.yml",
            PromptText.Valid(name, $"\"{head}\\n{string.Join("\\n", "abcdefghijklmno".AsEnumerable())}\\n{tail}\""));
    }

    [Fact]
    public async Task A_diff_as_json_names_both_versions_and_their_parts()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2", "Other words."));

        var result = await commandLine.InvokeAsync("prompts show --diff v1 v2 --json");

        var diff = JsonNode.Parse(result.Output)!;
        diff["before"]!["name"]!.GetValue<string>().ShouldBe("v1");
        diff["after"]!["name"]!.GetValue<string>().ShouldBe("v2");
        diff["parts"]!["schema"]!.AsArray().ShouldBeEmpty();
        diff["parts"]!["messages"]!.AsArray().Select(line => line!.GetValue<string>()).ShouldContain("+Other words.");
    }

    [Theory]
    [InlineData("prompts show", "needs a prompt, or two after --diff")]
    [InlineData("prompts show v1 --diff v1 v1", "needs a prompt, or two after --diff")]
    [InlineData("prompts show --diff v1 v9", "v9")]
    [InlineData("prompts list --prices no.json", "cannot be read")]
    public async Task What_cannot_be_shown_is_bad_input(string arguments, string expected)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(ExitCode.BadInput);
        result.Error.ShouldContain(expected);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_with_prices_says_what_1000_tickets_cost_and_that_the_prices_are_examples()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices);

        var result = await commandLine.InvokeAsync("prompts list --prices prices.json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldMatch(@"EUR \d\.\d\d per 1,000 tickets, \d\.\d\d with the prompt cached: a/small, EXAMPLE prices of 2026-11-22");
        result.Output.ShouldMatch(@"EUR \d\.\d\d per 1,000 tickets: a/plain, prices of 2026-11-22");
        result.Output.ShouldContain("Tokens are characters divided by four");
    }

    [Fact]
    public async Task Costs_are_in_the_json_only_when_prices_are_given()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prices.json", Prices);

        var without = JsonNode.Parse((await commandLine.InvokeAsync("prompts list --json")).Output)![0]!;
        var with = JsonNode.Parse((await commandLine.InvokeAsync("prompts list --json --prices prices.json")).Output)![0]!;

        without["costPer1000Tickets"].ShouldBeNull();
        var costs = with["costPer1000Tickets"]!.AsArray();
        costs.Count.ShouldBe(2);
        costs[0]!["cached"]!.GetValue<decimal>().ShouldBeLessThan(costs[0]!["uncached"]!.GetValue<decimal>());
        costs[1]!["cached"].ShouldBeNull();
    }
}
