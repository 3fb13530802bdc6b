using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Prompts;

public sealed class PromptFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_valid_file_becomes_a_version_with_its_parameters_and_messages()
    {
        var version = Read(PromptText.Valid(), out var problems)!.Version;

        problems.ShouldBeEmpty();
        version.Name.ShouldBe("v1");
        version.Definition.Parameters.Temperature.ShouldBe(0);
        version.Definition.Messages.Count.ShouldBe(2);
        version.Answer.IsStrict.ShouldBeTrue();
    }

    [Fact]
    public void An_unknown_key_is_a_problem_with_its_line()
    {
        Read(PromptText.Valid().Replace("description: for tests", "descripton: for tests", StringComparison.Ordinal), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().ToString().ShouldMatch(@"v1\.prompt\.yml:2: unknown key ""descripton""\. Use name, description, .*");
    }

    [Fact]
    public void An_unknown_placeholder_is_reported_at_the_line_where_it_stands()
    {
        Read(PromptText.Valid().Replace("{{language}}", "{{langauge}}", StringComparison.Ordinal), out var problems);

        problems.ShouldContain(problem => problem.Where.EndsWith(":11", StringComparison.Ordinal) && problem.What.Contains("{{langauge}}", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.What == "{{language}} is not used");
    }

    [Fact]
    public void Broken_YAML_is_a_problem_with_its_line()
    {
        Read("name: v1\nmessages: [\n", out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().Where.ShouldMatch(@":[23]$");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("- a\n- b\n", "the top level is not a mapping")]
    [InlineData("name: a\n---\nname: b\n", "more than one YAML document")]
    [InlineData("name: &n v1\ndescription: *n\n", "aliases are not used")]
    [InlineData("name: v1\nname: v2\n", "Duplicate key")]
    public void A_file_of_another_shape_is_told_so(string yaml, string what)
    {
        Read(yaml, out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldContain(what);
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_at_once()
    {
        Read(
            """
            model: openai/gpt-4.1-mini
            temperature: 0
            modelParameters:
              temperature: warm
              seed: 3
            messages:
              - role: robot
                content: hello
              - role: user
            responseFormat: text
            evaluators: []
            """,
            out var problems).ShouldBeNull();

        problems.Select(problem => problem.What).ShouldBe(
            [
                "unknown key \"temperature\"",
                "\"warm\" is not a number",
                "unknown key \"seed\"",
                "\"robot\" is not a role",
                "messages[1] has no content",
                "evaluators is not read here",
                "\"text\" is not json_schema",
                "name is missing",
                "jsonSchema is missing",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_schema_without_a_core_field_is_refused()
    {
        var schema = PromptText.Schema.Replace("\"rationale\"", "\"reason\"", StringComparison.Ordinal);

        Read(PromptText.Valid(schema: schema), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldBe("core field rationale is missing");
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem()
    {
        var problems = new List<Problem>();

        PromptFile.Read(_folder["none.prompt.yml"], problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldStartWith("cannot be read");
    }

    [Fact]
    public void Two_files_with_one_version_name_are_a_problem_that_names_both()
    {
        _folder.Write("v1.prompt.yml", PromptText.Valid());
        _folder.Write("v1.prompt.yaml", PromptText.Valid(system: "Other words."));
        var problems = new List<Problem>();

        PromptLibrary.Load([], _folder.Path, _folder.Path, problems);

        var problem = problems.ShouldHaveSingleItem();
        problem.Where.ShouldContain("v1.prompt.yml");
        problem.Where.ShouldContain("v1.prompt.yaml");
        problem.What.ShouldBe("the version name \"v1\" is used 2 times");
    }

    [Fact]
    public void Two_names_for_the_same_content_are_a_problem()
    {
        _folder.Write("v1.prompt.yml", PromptText.Valid("v1"));
        _folder.Write("v2.prompt.yml", PromptText.Valid("v2"));
        var problems = new List<Problem>();

        PromptLibrary.Load([], _folder.Path, _folder.Path, problems);

        problems.ShouldHaveSingleItem().What.ShouldBe("are the same version under different names");
    }

    [Fact]
    public void A_name_is_looked_for_in_the_default_folder()
    {
        _folder.Write("prompts/v7.prompt.yml", PromptText.Valid("v7"));
        var problems = new List<Problem>();

        PromptLibrary.Load(["v7"], _folder.Path, _folder["prompts"], problems).ShouldHaveSingleItem().Version.Name.ShouldBe("v7");
        PromptLibrary.Load(["v8"], _folder.Path, _folder["prompts"], problems).ShouldBeEmpty();

        problems.ShouldHaveSingleItem().Where.ShouldBe("v8");
    }

    [Fact]
    public void A_version_under_another_file_name_is_a_problem_for_it_would_not_be_found_by_name()
    {
        _folder.Write("v1.prompt.yml", PromptText.Valid("v9"));
        var problems = new List<Problem>();

        PromptLibrary.Load([], _folder.Path, _folder.Path, problems);

        problems.ShouldHaveSingleItem().What.ShouldBe("the version in it is named \"v9\"");
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused()
    {
        File.WriteAllBytes(_folder["v1.prompt.yml"], [.. "name: v1\ndescription: K"u8, 0xF6, .. "ln\n"u8]);
        var problems = new List<Problem>();

        PromptFile.Read(_folder["v1.prompt.yml"], problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldBe("is not UTF-8");
    }

    [Fact]
    public void Deep_nesting_is_a_problem_and_not_a_crash()
    {
        Read("messages: " + new string('[', 50_000), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldContain("nested deeper than 32 levels");
    }

    [Fact]
    public void A_fault_in_the_schema_is_reported_on_its_own_line()
    {
        var schema = PromptText.Schema.Replace("\"rationale\": {\"type\": \"string\"}", "\"rationale\": {\"type\": \"number\"}", StringComparison.Ordinal);
        var line = PromptText.Valid(schema: schema).Split('\n').Index().First(entry => entry.Item.Contains("\"number\"", StringComparison.Ordinal)).Index + 1;

        Read(PromptText.Valid(schema: schema), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().Where.ShouldEndWith($"v1.prompt.yml:{line}");
    }

    [Fact]
    public void A_few_shot_answer_that_would_be_rejected_is_a_problem()
    {
        const string shots = """
              - role: user
                content: Gifts of $1 all night
              - role: assistant
                content: '{"evidence": [{"quote": "not in it", "use": "report", "speaker": "sender"}], "categories": [], "rationale": "", "verdict": "none", "severity": "none", "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}'
            """;
        var yaml = PromptText.Valid().Replace("  - role: user\n    content: |", $"{shots}\n  - role: user\n    content: |", StringComparison.Ordinal);

        Read(yaml, out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldStartWith("this few-shot answer would be rejected: /evidence/0/quote: the quote is not in the ticket");
    }

    [Fact]
    public void A_folder_without_prompt_files_is_a_problem()
    {
        var problems = new List<Problem>();

        PromptLibrary.Load([_folder.Path], _folder.Path, _folder["prompts"], problems).ShouldBeEmpty();

        problems.ShouldHaveSingleItem().What.ShouldBe("holds no prompt file");
    }

    private PromptFile? Read(string yaml, out IReadOnlyList<Problem> problems)
    {
        var found = new List<Problem>();
        var file = PromptFile.Read(_folder.Write("v1.prompt.yml", yaml), found);
        problems = found;
        return file;
    }
}
