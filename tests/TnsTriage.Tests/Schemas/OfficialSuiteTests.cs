using System.Text.Json;
using TnsEval.Testing;
using TnsTriage.Schemas;
using Xunit.Abstractions;

namespace TnsTriage.Tests.Schemas;

/// <summary>The JSON Schema organisation's own tests of 2020-12, against what docs/json-schema.md promises about them.</summary>
public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    [ReferenceFact("json-schema-test-suite")]
    [Trait("Lane", "reference")]
    public void Every_case_of_the_subset_passes_and_what_is_skipped_is_what_the_document_lists()
    {
        var documentation = SchemaDocumentation.Read();
        var suite = OfficialSuite.Read();

        var results = suite.Where(group => !documentation.Skips(group.File)).Select(Run).ToList();

        Print(results, suite, documentation);
        results.SelectMany(result => result.Wrong).ShouldBeEmpty();
        results.Where(result => !result.IsCompiled).Select(result => (result.Group.File, result.Group.Description)).Order()
            .ShouldBe(documentation.SkippedCases.Keys.Order(), "the cases that are refused at load are those in the document's table");
        documentation.SkippedFiles.Keys.ShouldAllBe(entry => suite.Any(group => group.File.StartsWith(entry, StringComparison.Ordinal)));
        documentation.Score.ShouldBe(Score(results, suite));
    }

    [ReferenceFact("json-schema-test-suite")]
    [Trait("Lane", "reference")]
    public void What_is_skipped_is_refused_at_load_and_never_answered_wrongly_but_for_format()
    {
        var documentation = SchemaDocumentation.Read();

        var skipped = OfficialSuite.Read().Where(group => documentation.Skips(group.File));

        skipped.SelectMany(group => Run(group).Wrong).ShouldAllBe(wrong => wrong.StartsWith("optional/format/", StringComparison.Ordinal));
    }

    private static Result Run(OfficialSuite.Group group)
    {
        if (!JsonSchema.TryCompile(group.Schema, out var schema, out _))
        {
            return new Result(group, IsCompiled: false, Wrong: []);
        }

        var wrong = group.Cases
            .Where(@case => schema.Validate(@case.Data).Count == 0 != @case.IsValid)
            .Select(@case => $"{group.File}: {group.Description}: {@case.Description} should be {(@case.IsValid ? "valid" : "invalid")}");
        return new Result(group, IsCompiled: true, [.. wrong]);
    }

    private static string Score(List<Result> results, IReadOnlyList<OfficialSuite.Group> suite)
    {
        return $"mandatory {Of(isOptional: false)}; optional {Of(isOptional: true)}";

        string Of(bool isOptional)
        {
            var run = results.Where(result => result.IsCompiled && result.Group.IsOptional == isOptional).ToList();
            var (asked, wrong) = (run.Sum(result => result.Group.Cases.Count), run.Sum(result => result.Wrong.Count));
            var all = suite.Where(group => group.IsOptional == isOptional).Sum(group => group.Cases.Count);
            return $"{asked - wrong} of {asked} pass, {all - asked} skipped";
        }
    }

    private void Print(List<Result> results, IReadOnlyList<OfficialSuite.Group> suite, SchemaDocumentation documentation)
    {
        output.WriteLine(Score(results, suite));
        foreach (var (file, reason) in documentation.SkippedFiles)
        {
            output.WriteLine($"skipped file {file}: {reason}");
        }

        foreach (var result in results.Where(result => !result.IsCompiled))
        {
            var group = result.Group;
            var reason = documentation.SkippedCases.GetValueOrDefault((group.File, group.Description), "NOT DOCUMENTED");
            output.WriteLine($"skipped case {group.File}: {group.Description}: {reason}");
        }
    }

    private sealed record Result(OfficialSuite.Group Group, bool IsCompiled, IReadOnlyList<string> Wrong);
}
