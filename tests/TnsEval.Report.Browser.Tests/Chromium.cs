using Microsoft.Playwright;

namespace TnsEval.Report.Browser.Tests;

/// <summary>One browser for all tests; each page is in a context of its own, which may reach nothing but the file it was opened with.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser that is installed; null when there is none.</summary>
    internal static string? Path { get; } = (
        from name in new[] { "chromium", "chromium-browser", "google-chrome" }
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let path = System.IO.Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();

    public async Task InitializeAsync()
    {
        if (Path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Path,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    internal async Task<OpenedReport> OpenAsync(string file, BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions());
        var opened = new OpenedReport(await context.NewPageAsync());
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }
}

/// <summary>A page and everything that it should not have done.</summary>
internal sealed class OpenedReport : IAsyncDisposable
{
    public OpenedReport(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Faults.Add($"console: {message.Text}");
        page.PageError += (_, error) => Faults.Add($"error: {error}");
        page.Dialog += (_, dialog) => Faults.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Faults { get; } = [];

    public List<string> Requests { get; } = [];

    public ILocator this[string selector] => Page.Locator(selector);

    /// <summary>The id of the case whose button in the list has the focus; null when none has.</summary>
    public Task<string?> FocusedCaseAsync() => Page.EvaluateAsync<string?>("document.activeElement.matches('button.open') ? document.activeElement.textContent : null");

    public Task PressAsync(params string[] keys) => keys.Aggregate(Task.CompletedTask, async (before, key) =>
    {
        await before;
        await Page.Keyboard.PressAsync(key);
    });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}

[CollectionDefinition(nameof(Chromium))]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
