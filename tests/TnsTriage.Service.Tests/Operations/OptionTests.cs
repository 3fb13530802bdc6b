using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Tests.Operations;

public sealed class OptionTests
{
    [Fact]
    public void Every_setting_of_operations_that_cannot_be_used_is_told_and_no_key_with_it()
    {
        var options = new TriageOptions
        {
            Admin = new AdminOptions { Key = "too short a key", Address = "here", Port = 70_000 },
            Retention = new RetentionOptions { DecisionDays = 7, EventDays = 4000 },
            Drift = new DriftOptions { BaseRate = 0, FalseWarnings = double.NaN },
        };

        Problem[] problems = [.. options.Check().Where(problem => !problem.Where.StartsWith("TnsTriage:Front", StringComparison.Ordinal))];

        problems.Select(problem => problem.Where).ShouldBe(
        [
            "TnsTriage:Admin:Key", "TnsTriage:Admin:Address", "TnsTriage:Admin:Port", "TnsTriage:Retention:DecisionDays",
            "TnsTriage:Retention:EventDays", "TnsTriage:Drift:BaseRate", "TnsTriage:Drift:FalseWarnings",
        ]);
        string.Join('\n', problems.AsEnumerable()).ShouldNotContain("too short a key");
    }

    [Theory]
    [InlineData("a key of thirty-two characters!!")]
    [InlineData("a-key-of-thirty-two-characters-é")]
    public void A_key_that_a_header_cannot_carry_is_told(string key) =>
        new AdminOptions { Key = key }.Check("Admin").ShouldHaveSingleItem().Where.ShouldBe("Admin:Key");

    [Fact]
    public void A_collector_whose_address_is_none_is_told_and_nothing_exported()
    {
        using var error = new StringWriter();

        MetricsExport.Start("localhost:4317", error).ShouldBeNull();
        MetricsExport.Start("", error).ShouldBeNull();

        error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");
    }
}
