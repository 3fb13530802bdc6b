using TnsEval.EvalSets;
using TnsEval.Reports;
using TnsEval.Testing;
using TnsEval.Tests;
using TnsEval.Tests.Reports;
using TnsTriage.Assessments;

namespace TnsEval.Report.Browser.Tests;

[Collection(nameof(Chromium))]
[Trait("Lane", "browser")]
public sealed class CaseBrowserTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task Everything_can_be_done_from_the_keyboard()
    {
        await using var report = await OpenAsync(RunReport.Of(AReport.OfEverything()));

        await report.PressAsync("/");
        await report.Page.Keyboard.TypeAsync("benign");
        (await report["#count"].TextContentAsync()).ShouldBe("4 of 7 cases");

        await report.PressAsync("ArrowDown", "j", "ArrowDown", "k");
        (await report.FocusedCaseAsync()).ShouldBe("t-7");

        await report.PressAsync("Enter");
        (await report["#case"].IsVisibleAsync()).ShouldBeTrue();
        (await report["#case-title"].TextContentAsync()).ShouldBe("t-7");
        (await report["#case-body"].InnerTextAsync()).ShouldContain("refused");

        await report.PressAsync("ArrowRight");
        (await report["#case-title"].TextContentAsync()).ShouldBe("t-2");

        await report.PressAsync("Escape");
        (await report["#case"].IsVisibleAsync()).ShouldBeFalse();
        (await report.FocusedCaseAsync()).ShouldBe("t-2");

        await report.PressAsync("/", "Escape");
        (await report["#count"].TextContentAsync()).ShouldBe("7 of 7 cases");
        report.Faults.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Tab_alone_leads_from_the_skip_link_to_the_search_the_filters_and_one_stop_in_the_list()
    {
        await using var report = await OpenAsync(RunReport.Of(AReport.OfEverything()));

        var stops = new List<string>();
        for (var press = 0; press < 60 && !stops.Contains("open"); press++)
        {
            await report.PressAsync("Tab");
            stops.Add(await report.Page.EvaluateAsync<string>("(document.activeElement.className.split(' ')[0] || document.activeElement.id)"));
        }

        stops[0].ShouldBe("skip");
        stops.ShouldContain("search");
        stops.ShouldContain("filter-tag");
        stops[^1].ShouldBe("open");
        await report.PressAsync("Tab");
        (await report.FocusedCaseAsync()).ShouldBeNull("the list is one stop; arrows move within it");
    }

    [BrowserFact]
    public async Task Filters_add_up_and_clear_again()
    {
        await using var report = await OpenAsync(RunReport.Of(AReport.OfEverything()));

        await report["#filter-label"].SelectOptionAsync("benign (4)");
        await report["#filter-result"].SelectOptionAsync("false alarm (1)");
        (await report["#count"].TextContentAsync()).ShouldBe("1 of 7 cases");
        (await report["#case-rows button"].TextContentAsync()).ShouldBe("t-4");

        await report["#filter-tag"].SelectOptionAsync("very_short (1)");
        (await report["#count"].TextContentAsync()).ShouldBe("No case matches.");

        await report["#filters button[type=reset]"].ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(report["#count"]).ToHaveTextAsync("7 of 7 cases");   // a form is reset after its event, so the list is a moment later

        await report["#filter-category"].SelectOptionAsync("violent threat (1)");
        (await report["#case-rows button"].AllTextContentsAsync()).ShouldBe(["t-4"]);
    }

    [BrowserFact]
    public async Task A_flipped_case_opens_from_its_link_and_gives_the_focus_back()
    {
        var before = AReport.Run([A.Benign("t-1").Found(), A.Escalate("t-2").Found()], "v1");
        var after = AReport.Run([A.Benign("t-1").Found((HarmCategory.PrivacyBreach, Severity.High)), A.Escalate("t-2").Found()]);
        await using var report = await OpenAsync(RunReport.Of(after, before));

        await report["#flips a"].First.FocusAsync();
        await report.PressAsync("Enter");
        (await report["#case-title"].TextContentAsync()).ShouldBe("t-1");
        (await report["#case-body"].InnerTextAsync()).ShouldContain("none, so since then broken");

        await report.PressAsync("Escape");
        (await report.Page.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("case-link");

        await report["#filter-change"].SelectOptionAsync("broken (1)");
        (await report["#case-rows button"].AllTextContentsAsync()).ShouldBe(["t-1"]);
    }

    [BrowserFact]
    public async Task A_link_to_a_case_opens_it_with_the_page()
    {
        var file = Write(RunReport.Of(AReport.OfEverything()));
        await using var report = await chromium.OpenAsync(file);

        await report.Page.GotoAsync(new Uri(file).AbsoluteUri + "#case-t-4");

        (await report["#case-title"].TextContentAsync()).ShouldBe("t-4");
    }

    [BrowserFact]
    public async Task Evidence_is_marked_in_the_ticket_where_it_stands()
    {
        var (record, @case) = A.Escalate().Saying("hurt myself");
        var ticket = @case with { Ticket = @case.Ticket with { Body = "I will hurt myself\r\ntonight", Thread = [] } };
        var evidence = record.Assessment!.Evidence[0] with { Location = new EvidenceLocation(TicketPart.Body, 0, 7, 11) };
        var run = AReport.Run([record with { Assessment = record.Assessment with { Evidence = [evidence] } }]);
        await using var report = await OpenAsync(RunReport.Of(run, tickets: new Dictionary<CaseId, EvalCase> { [ticket.Id] = ticket }));

        await report["#case-rows button"].ClickAsync();

        (await report["#case-body mark"].AllTextContentsAsync()).ShouldBe(["hurt myself"]);
        (await report["#case-body .ticket"].InnerTextAsync()).ShouldBe("I will hurt myself\ntonight");
    }

    [BrowserFact]
    public async Task Ten_thousand_cases_are_searched_filtered_and_paged()
    {
        var run = AReport.Run(
        [
            .. Enumerable.Range(0, 10_000).Select(n => n % 10 == 0
                ? A.Escalate($"t-{n:00000}").Found((HarmCategory.SelfHarm, n % 20 == 0 ? Severity.High : Severity.None))
                : A.Benign($"t-{n:00000}").Tagged(n % 3 == 0 ? "hn_pastoral" : "hn_angry").Found()),
        ]);
        await using var report = await OpenAsync(RunReport.Of(run));

        (await report["#count"].TextContentAsync()).ShouldBe("10,000 of 10,000 cases, 1 to 50 on this page");
        (await report["#case-rows tr"].CountAsync()).ShouldBe(50, "a page of the list is drawn, not the list");

        await report["#search"].FillAsync("t-0999 pastoral");
        (await report["#case-rows button"].AllTextContentsAsync()).ShouldBe(["t-09993", "t-09996", "t-09999"]);

        await report["#search"].FillAsync("");
        await report["#filter-result"].SelectOptionAsync("miss (500)");
        (await report["#page"].TextContentAsync()).ShouldBe("Page 1 of 10");
        await report["#next"].ClickAsync();
        (await report["#count"].TextContentAsync()).ShouldBe("500 of 10,000 cases, 51 to 100 on this page");
        await report.PressAsync("End");
        (await report.FocusedCaseAsync()).ShouldBe("t-09990");
        (await report["#next"].IsDisabledAsync()).ShouldBeTrue();
        report.Faults.ShouldBeEmpty();
    }

    private Task<OpenedReport> OpenAsync(RunReport report) => chromium.OpenAsync(Write(report));

    private string Write(RunReport report)
    {
        ReportFile.Write(_folder["report.html"], HtmlReport.Of(report));
        return _folder["report.html"];
    }
}
