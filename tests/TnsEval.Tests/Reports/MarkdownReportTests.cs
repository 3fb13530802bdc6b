using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.Reports;
using TnsEval.Reports.Markup;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void A_report_against_a_baseline_reads_as_approved() =>
        ApprovedFile.ShouldMatch(Text(RunReport.Of(AReport.OfEverything(), Before)), "Reports/MarkdownReport.md");

    [Fact]
    public void No_comment_is_longer_than_GitHub_takes_and_a_cut_one_says_so()
    {
        CaseRecord[] records = [.. Enumerable.Range(0, 400).Select(n => A.Benign($"t-{n:0000}").In($"x-{n:0000}").Found((HarmCategory.PrivacyBreach, Severity.High)))];
        var run = ReportedRun.Of(
            AReport.Manifest(cases: records.Length) with { Cases = AReport.Manifest(cases: records.Length).Cases with { Filters = [new string('x', 70_000)] } }, records, isComplete: true);

        var text = Text(RunReport.Of(run, AReport.Run([.. records.Select(record => A.Benign(record.Id.Value).Found())], "v1")));

        text.Length.ShouldBeLessThanOrEqualTo(MarkdownReport.MostCharacters);
        text.ShouldContain("More was left out");
        text.ShouldContain("400 broken");
        text.ShouldContain("... and 350 more");
    }

    [Fact]
    public void Words_of_tickets_and_models_are_never_in_it() => Text(AReport.Saying("canary-text")).ShouldNotContain("canary-text");

    [Fact]
    public void Data_stays_within_its_code_span_on_one_line_and_in_one_cell() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        var code = Markdown.Code(data);
        var fence = code.TakeWhile(character => character == '`').Count();
        return data.Length == 0 ? code.Length == 0
            : !code.Contains('\n', StringComparison.Ordinal)
            && !code.Replace("\\|", "", StringComparison.Ordinal).Contains('|', StringComparison.Ordinal)
            && code.EndsWith(new string('`', fence), StringComparison.Ordinal)
            && !code[fence..^fence].Contains(new string('`', fence), StringComparison.Ordinal);
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("v6", "`v6`")]
    [InlineData("a|b", "`a\\|b`")]
    [InlineData("@team <b>", "`@team <b>`")]
    [InlineData("`x", "`` `x ``")]
    [InlineData("a\nb", "`a b`")]
    public void Data_becomes_code(string data, string code) => Markdown.Of($"{data}").ToString().ShouldBe(code);

    private static ReportedRun Before => AReport.Run(
        [.. AReport.OfEverything("v1").Records.Select(record => record.Id.Value switch
        {
            "t-3" => A.Escalate("t-3").In("es-MX").Tagged("very_short").Found((HarmCategory.SelfHarm, Severity.High)),
            "t-5" => A.Benign("t-5").Found((HarmCategory.PrivacyBreach, Severity.High)),
            _ => record,
        })],
        "v1");

    private static string Text(RunReport report) => Encoding.UTF8.GetString(MarkdownReport.Of(report));

    private static Gen<string> Data => Gen.Elements("`", "``", "|", "\\", "\n", "a", "<", "@", "#", "\u202E").ListOf().Select(string.Concat);
}
