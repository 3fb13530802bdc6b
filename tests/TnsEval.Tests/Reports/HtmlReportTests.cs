using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TnsEval.EvalSets;
using TnsEval.Reports;
using TnsEval.Runs;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- \u2028 \u202E \" ' <img src=x onerror=alert(2)>";

    [Fact]
    public void The_same_report_gives_the_same_bytes_whatever_the_order_of_the_journal()
    {
        var run = AReport.OfEverything();
        var turned = AReport.Run([.. run.Records.Reverse()]);

        HtmlReport.Of(RunReport.Of(turned, AReport.OfEverything("v1"))).ShouldBe(HtmlReport.Of(RunReport.Of(run, AReport.OfEverything("v1"))));
    }

    [Fact]
    public void Nothing_in_the_page_leads_elsewhere()
    {
        var page = Page(AReport.Saying("words"));

        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        page.ShouldNotContain("src=");
        page.ShouldContain("default-src 'none'; style-src 'sha256-");
        Scripts().Count(page).ShouldBe(2);   // the data and our own
        Scripts().Count(Page(AReport.Saying(Hostile))).ShouldBe(2);
    }

    [Fact]
    public void Text_of_tickets_and_models_is_in_the_page_only_when_asked_for()
    {
        Page(AReport.Saying("canary-text", includeText: false)).ShouldNotContain("canary-text");
        Page(AReport.Saying("canary-text")).ShouldContain("canary-text");
    }

    [Fact]
    public void Reasons_are_text_too()
    {
        var report = RunReport.Of(AReport.Run([A.Benign().Malformed(A.Violation("schema")) with { Reason = "/canary-text: unknown" }]));

        Page(report).ShouldNotContain("canary-text");
        Page(report with { Tickets = new Dictionary<CaseId, EvalCase>() }).ShouldContain("canary-text");
    }

    [Fact]
    public void A_journal_of_hashes_shows_the_ticket_with_its_evidence_marked_and_no_hash_for_words()
    {
        var (record, @case) = A.Escalate().Saying("words");
        var hashed = record.Keeping(JournalText.Hashes);
        var manifest = AReport.Manifest(cases: 1) with { Options = new RunOptions { JournalText = JournalText.Hashes } };
        var report = RunReport.Of(ReportedRun.Of(manifest, [hashed], isComplete: true), tickets: new Dictionary<CaseId, EvalCase> { [@case.Id] = @case });

        var text = Data(report).GetProperty("texts")[0];

        text[2].GetString().ShouldBe("words");
        text[4].ValueKind.ShouldBe(JsonValueKind.Null);
        text[7][0].ValueKind.ShouldBe(JsonValueKind.Null);
        text[7][1].EnumerateArray().Last().GetInt32().ShouldBe(5);
        Page(report).ShouldNotContain("sha256:");
    }

    [Fact]
    public void Data_of_the_browser_is_what_the_journal_holds_with_errors_first()
    {
        var cases = Data(RunReport.Of(AReport.OfEverything())).GetProperty("cases").EnumerateArray().Select(one => one[0].GetString());

        cases.ShouldBe(["t-3", "t-4", "t-6", "t-7", "t-1", "t-2", "t-5"]);
    }

    [Fact]
    public void A_limit_keeps_the_errors_and_says_so()
    {
        var report = RunReport.Of(AReport.OfEverything(), limit: 2);

        Data(report).GetProperty("cases").EnumerateArray().Select(one => one[0].GetString()).ShouldBe(["t-3", "t-4"]);
        Page(report).ShouldContain("Only the first 2 of 7 answers");
    }

    [Fact]
    public void Hostile_text_comes_back_from_the_data_as_it_went_in() =>
        Data(AReport.Saying(Hostile)).GetProperty("texts")[0][2].GetString().ShouldBe(Hostile);

    [Fact]
    public void Names_from_files_are_encoded_wherever_they_stand()
    {
        var run = AReport.OfEverything();
        var manifest = run.Manifest with
        {
            Prompt = new RunPrompt("<i>p", "<i>h", "<i>f"), Model = new RunModel("<i>m", "<i>v", "<i>h", "<i>r"), GitRevision = "<i>g",
            Cases = run.Manifest.Cases with { Set = "<i>s", Paths = ["<i>a"], Filters = ["<i>b"] },
        };
        var records = run.Records.Select(record => record with { Language = "<i>l", StressTags = ["<i>t"], ModelId = "<i>d" });

        Page(RunReport.Of(ReportedRun.Of(manifest, records, isComplete: true))).ShouldNotContain("<i>");
    }

    [Fact]
    public void A_slice_of_few_tickets_is_greyed_with_its_number()
    {
        var page = Page(RunReport.Of(AReport.Run([.. Enumerable.Range(0, 20).Select(n => A.Benign($"t-{n:00}").In("de").Found()), A.Benign("t-20").In("fr").Found()])));

        page.ShouldContain("""<th scope="row">de</th><td class="number">0/20</td>""");
        page.ShouldContain("""<th scope="row">fr</th><td class="number few">0/1</td>""");
    }

    [Fact]
    public void A_run_that_stopped_is_reported_as_a_part() =>
        Page(RunReport.Of(ReportedRun.Of(AReport.Manifest(cases: 9), AReport.OfEverything().Records, isComplete: false))).ShouldContain("This run stopped after 7 of 9 answers");

    [Fact]
    public void A_run_with_nothing_in_it_still_has_a_report() =>
        Page(RunReport.Of(ReportedRun.Of(AReport.Manifest(cases: 4), [], isComplete: false))).ShouldContain("0 of 4 answers");

    [Fact]
    public void Flipped_cases_are_listed_broken_and_fixed()
    {
        var before = AReport.Run([A.Benign("t-1").Found(), A.Benign("t-2").Found((HarmCategory.PrivacyBreach, Severity.High))], "v1");
        var after = AReport.Run([A.Benign("t-1").Found((HarmCategory.PrivacyBreach, Severity.High)), A.Benign("t-2").Found()]);

        var page = Page(RunReport.Of(after, before));

        page.ShouldContain("Broken: right before, wrong now (1)");
        page.ShouldContain("Fixed: wrong before, right now (1)");
        page.ShouldContain("""<a class="case-link" href="#case-t-1">t-1</a>""");
    }

    [Fact]
    public void Everything_that_could_change_a_number_is_in_the_provenance()
    {
        var page = Page(RunReport.Of(AReport.OfEverything()));

        foreach (var fact in new[] { "hash-of-v2", "hash-of-provider", "hash-of-cases", "prompts/v2.prompt.yml", "offline/in-context", "Seed", "Repair turns", "Escalation policy", "build" })
        {
            page.ShouldContain(fact);
        }
    }

    private static string Page(RunReport report) => Encoding.UTF8.GetString(HtmlReport.Of(report));

    private static JsonElement Data(RunReport report) =>
        JsonDocument.Parse(DataBlock().Match(Page(report)).Groups["json"].Value).RootElement;

    [GeneratedRegex("""<script type="application/json" id="case-data">(?<json>.*?)</script>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex DataBlock();

    [GeneratedRegex("<script", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Scripts();
}
