using Microsoft.Playwright;
using TnsEval.Testing;

namespace TnsEval.Report.Browser.Tests;

/// <summary>The report of real runs, by the command line, opened as a user opens it.</summary>
[Collection(nameof(Chromium))]
[Trait("Lane", "browser")]
public sealed class RealRunTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task A_report_opens_without_an_error_and_without_asking_the_network_for_anything()
    {
        var file = await CommandLineRun.ReportAsync(_folder, ["--prompt", "v1", "--prompt", "v6"], "--include-text");

        await using var report = await chromium.OpenAsync(file);

        report.Faults.ShouldBeEmpty();
        report.Requests.ShouldHaveSingleItem().ShouldStartWith("file:");
        foreach (var section in new[] { "headline", "flips", "points", "confusion", "slices", "pairs", "cases", "provenance" })
        {
            (await report[$"#{section} h2"].IsVisibleAsync()).ShouldBeTrue(section);
        }

        (await report["#count"].TextContentAsync()).ShouldStartWith("500 of 500 cases");
        (await report["svg.plot"].CountAsync()).ShouldBe(2);
        (await report["#headline svg.interval"].CountAsync()).ShouldBe(5);
    }

    [BrowserFact]
    public async Task Hostile_tickets_are_shown_word_by_word_and_none_of_their_scripts_runs()
    {
        string[] attacks =
        [
            "</script><script>window.hacked = 1</script>",
            "<img src=x onerror=\\\"window.hacked = 1\\\"><svg onload=window.hacked=1>",
            "<!-- <script> \\u2028 window.hacked = 1 //",
            "\\u202Etxt.exe ' \\\" ` ${window.hacked = 1} javascript:window.hacked=1",
        ];
        var set = _folder.Write("set.jsonl", string.Concat(attacks.Select((attack, index) =>
            $$"""{"id":"t-{{index}}","subject":"{{attack}}","body":"My login is {{attack}} and the end.","language":"en","label":"benign","categories":[],"severity":"none","stress":["ordinary"],"pair":null,"why":"{{attack}}; L2"}""" + "\n")));
        var file = await CommandLineRun.ReportAsync(_folder, ["--prompt", "v6", "--set", set], "--include-text");

        await using var report = await chromium.OpenAsync(file);

        var shown = new List<string>();
        await report.PressAsync("/", "Enter", "Enter");
        for (var index = 0; index < attacks.Length; index++)
        {
            shown.Add(await report["#case-body"].InnerTextAsync());
            await report.PressAsync("j");
        }

        var text = string.Join('\n', shown);
        text.ShouldContain("My login is </script><script>window.hacked = 1</script> and the end.");
        text.ShouldContain("My login is <img src=x onerror=\"window.hacked = 1\"><svg onload=window.hacked=1> and the end.");
        text.ShouldContain("<!-- <script> U+2028 window.hacked = 1 //");
        text.ShouldContain("U+202Etxt.exe ' \" ` ${window.hacked = 1}");
        (await report.Page.EvaluateAsync<bool>("'hacked' in window")).ShouldBeFalse();
        (await report["img, iframe, object, embed, base"].CountAsync()).ShouldBe(0);
        report.Faults.ShouldBeEmpty();
        report.Requests.ShouldHaveSingleItem();
    }

    [BrowserFact]
    public async Task The_page_lets_no_script_run_but_its_own()
    {
        var file = await CommandLineRun.ReportAsync(_folder, ["--prompt", "v6", "--limit", "4"]);

        await using var report = await chromium.OpenAsync(file);
        await report.Page.EvaluateAsync("() => { const made = document.createElement('script'); made.textContent = 'window.hacked = 1'; document.body.append(made); const image = new Image(); image.src = 'https://example.org/x.png'; document.body.append(image); }");

        (await report.Page.EvaluateAsync<bool>("'hacked' in window")).ShouldBeFalse();
        report.Faults.ShouldAllBe(fault => fault.Contains("Content Security Policy", StringComparison.Ordinal));
        report.Faults.ShouldNotBeEmpty();
    }
}
