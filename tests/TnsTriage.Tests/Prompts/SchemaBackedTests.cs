using System.Text.Json.Nodes;
using TnsTriage.Prompts;

namespace TnsTriage.Tests.Prompts;

/// <summary>What the schema compiler finds in a prompt file.</summary>
public sealed class SchemaBackedTests
{
    [Fact]
    public void Keyword_that_is_not_supported_is_reported_with_its_place()
    {
        var problem = Problems(file => file["schema"]!["properties"]!["rationale"]!["maxLenght"] = 300).ShouldHaveSingleItem();

        problem.Path.ShouldBe("jsonSchema");
        problem.What.ShouldStartWith("schema/properties/rationale");
        problem.What.ShouldContain("maxLenght");
    }

    [Fact]
    public void Every_problem_of_the_schema_is_told_at_once() =>
        Problems(file =>
        {
            file["schema"]!["properties"]!["rationale"]!["maxLenght"] = 300;
            file["schema"]!["properties"]!["verdict"]!["type"] = "text";
        }).Count.ShouldBe(3);   // the misspelt keyword, the unknown type, and the core field that is no string

    [Fact]
    public void Half_a_surrogate_pair_in_the_schema_is_a_problem_and_not_an_exception() =>
        PromptVersion.TryCreate(
            A.PromptDefinition() with
            {
                JsonSchema = A.SchemaFile(file => file["schema"]!["description"] = "HALF").Replace("HALF", @"\ud83d", StringComparison.Ordinal),
            },
            out _,
            out var problems).ShouldBe(problems.Count == 0);

    private static IReadOnlyList<PromptProblem> Problems(Action<JsonObject> change)
    {
        PromptVersion.TryCreate(A.PromptDefinition() with { JsonSchema = A.SchemaFile(change) }, out _, out var problems).ShouldBeFalse();
        return problems;
    }
}
