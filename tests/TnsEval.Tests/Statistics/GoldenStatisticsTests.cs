using System.Globalization;
using System.Text.Json;
using TnsEval.Testing;
using Xunit.Abstractions;

namespace TnsEval.Tests.Statistics;

[Trait("Lane", "reference")]
public class GoldenStatisticsTests(ITestOutputHelper output)
{
    public static TheoryData<string> UsedMethods => [.. GoldenMethods.Used.Keys];

    [ReferenceTheory(GoldenStatistics.File)]
    [MemberData(nameof(UsedMethods))]
    public void Every_number_of_a_method_that_is_used_agrees(string method)
    {
        var (cases, worst) = GoldenStatistics.Check(method, GoldenMethods.Used[method]);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GOLDEN | `{method}` | {cases} | {worst:0e-0} |"));
    }

    [ReferenceFact(GoldenStatistics.File)]
    public void Every_method_of_the_file_is_either_used_or_has_a_reason_why_not()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(ReferenceData.PathOf(GoldenStatistics.File)));

        GoldenMethods.Used.Keys.Concat(GoldenMethods.OfScoring).Concat(GoldenMethods.NotUsed.Keys).Order(StringComparer.Ordinal)
            .ShouldBe(file.RootElement.GetProperty("methods").EnumerateObject().Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    [ReferenceFact(GoldenStatistics.File)]
    public void The_coverage_table_of_the_documentation_is_true()
    {
        var page = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "docs", "statistics.md"));
        using var file = JsonDocument.Parse(File.ReadAllBytes(ReferenceData.PathOf(GoldenStatistics.File)));
        var counts = file.RootElement.GetProperty("cases").EnumerateArray().CountBy(@case => @case.GetProperty("method").GetString()!).ToDictionary();
        string[] used = [.. GoldenMethods.Used.Keys, .. GoldenMethods.OfScoring];

        used.Where(method => !page.Contains($"| `{method}` | {counts[method]} |", StringComparison.Ordinal)).ShouldBeEmpty();
        GoldenMethods.NotUsed.Keys.Where(method => !page.Contains($"`{method}`", StringComparison.Ordinal)).ShouldBeEmpty();
        page.ShouldContain($"{used.Length} of {used.Length + GoldenMethods.NotUsed.Count} methods are used; their {used.Sum(method => counts[method])} cases of {counts.Values.Sum()} pass");
    }
}
