using Microsoft.Playwright;
using TnsEval.Reports;
using TnsEval.Testing;
using TnsEval.Tests.Reports;

namespace TnsEval.Report.Browser.Tests;

[Collection(nameof(Chromium))]
[Trait("Lane", "browser")]
public sealed class AppearanceTests : IDisposable
{
    /// <summary>Contrast of each piece of text with what is behind it, by WCAG 2's formula; those below 4.5 that are not greyed on purpose.</summary>
    private const string LowContrast =
        """
        () => {
          const channels = (color) => { const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true }); c.fillStyle = color; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
          const over = (top, below) => top.slice(0, 3).map((value, at) => value * top[3] / 255 + below[at] * (1 - top[3] / 255));
          const light = (rgb) => { const [r, g, b] = rgb.map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = (element) => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
            return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
          };
          const found = [];
          for (const element of document.querySelectorAll("main *, .bar *")) {
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
            if (!own || element.closest(".few, [hidden], dialog, svg, option, :disabled") || element.getClientRects().length === 0) continue;
            const back = behind(element);
            const [one, other] = [light(over(channels(getComputedStyle(element).color), back)), light(back)].sort((a, b) => b - a);
            if ((one + 0.05) / (other + 0.05) < 4.5) found.push(`${element.tagName}.${element.className}: ${element.textContent.slice(0, 30)}`);
          }
          return [...new Set(found)];
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Chromium _chromium;

    public AppearanceTests(Chromium chromium)
    {
        _chromium = chromium;
        ReportFile.Write(_folder["report.html"], HtmlReport.Of(RunReport.Of(AReport.OfEverything(), AReport.OfEverything("v1"))));
    }

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task Colours_follow_the_system_until_the_reader_says_otherwise()
    {
        await using var report = await OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });

        (await BackgroundAsync(report)).ShouldBe("rgb(20, 23, 28)");
        (await report["#theme"].TextContentAsync()).ShouldBe("Light colours");

        await report["#theme"].ClickAsync();

        (await BackgroundAsync(report)).ShouldBe("rgb(255, 255, 255)");
        (await report["#theme"].TextContentAsync()).ShouldBe("Dark colours");
    }

    [BrowserFact]
    public async Task Text_stands_out_from_its_background_in_both_schemes()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var report = await OpenAsync(new BrowserNewContextOptions { ColorScheme = scheme });

            (await report.Page.EvaluateAsync<string[]>(LowContrast)).ShouldBeEmpty(scheme.ToString());
        }
    }

    [BrowserFact]
    public async Task Print_is_light_without_controls_and_with_what_was_folded()
    {
        await using var report = await OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark, ViewportSize = new ViewportSize { Width = 703, Height = 1000 } });
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        (await BackgroundAsync(report)).ShouldBe("rgb(255, 255, 255)");
        foreach (var control in new[] { ".bar", "#filters", "#keys", "#pages" })
        {
            (await report[control].IsVisibleAsync()).ShouldBeFalse(control);
        }

        await report.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        (await report["details:not([open])"].CountAsync()).ShouldBe(0);
        (await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(703, "A4 without its margins");
        await report.Page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        (await report["details:not([open])"].CountAsync()).ShouldBeGreaterThan(0);
    }

    [BrowserFact]
    public async Task A_narrow_screen_scrolls_tables_and_never_the_page()
    {
        await using var report = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 400, Height = 800 } });

        (await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(400);
    }

    [BrowserFact]
    public async Task Readers_of_text_find_headings_in_order_captions_labels_and_a_count_that_speaks()
    {
        await using var report = await OpenAsync(new BrowserNewContextOptions());

        var levels = await report.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('main h1, main h2, main h3')].map((heading) => Number(heading.tagName[1]))");
        levels[0].ShouldBe(1);
        levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + 1);
        (await report.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("table")].filter((table) => !table.caption && !table.closest("[aria-labelledby]:not(section), [aria-label], details")).map((table) => table.className)
            """)).ShouldBeEmpty("tables without a name");
        (await report.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("input, select, button")].filter((control) => !control.labels?.length && !control.textContent.trim() && !control.ariaLabel).map((control) => control.id)
            """)).ShouldBeEmpty("controls without a name");
        (await report.Page.EvaluateAsync<int>("document.querySelectorAll('th:not([scope])').length")).ShouldBe(0);
        (await report.Page.EvaluateAsync<int>("new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size - document.querySelectorAll('[id]').length")).ShouldBe(0, "ids are unique");
        (await report["#count"].GetAttributeAsync("aria-live")).ShouldBe("polite");
        (await report["html"].GetAttributeAsync("lang")).ShouldBe("en");
    }

    [BrowserFact]
    public async Task Without_scripts_everything_but_the_case_browser_is_there()
    {
        await using var report = await OpenAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });

        (await report["noscript"].First.IsVisibleAsync()).ShouldBeTrue();
        (await report["#filters"].IsVisibleAsync()).ShouldBeFalse();
        (await report["#slices table"].First.IsVisibleAsync()).ShouldBeTrue();
        (await report["svg.plot"].First.IsVisibleAsync()).ShouldBeTrue();
    }

    private Task<OpenedReport> OpenAsync(BrowserNewContextOptions options) => _chromium.OpenAsync(_folder["report.html"], options);

    private static Task<string> BackgroundAsync(OpenedReport report) => report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
