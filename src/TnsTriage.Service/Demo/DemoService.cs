using TnsEval.Abstractions;
using TnsTriage.FrontStub;

namespace TnsTriage.Service.Demo;

/// <summary>
/// The service as it runs in production, configured for the stand-in and for nothing else: whatever this machine configures is left out.
/// </summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DemoService(WebApplication app) => _app = app;

    /// <summary>Where application webhooks go.</summary>
    public Uri Webhooks => new(new Uri(_app.Urls.First()), new TriageOptions().ApplicationWebhookPath);

    /// <summary>Starts it; null when there are problems.</summary>
    public static async Task<DemoService?> StartAsync(
        StubFront front, StubFrontOptions options, string folder, IReadOnlyList<IModelProvider> providers, ICollection<Problem> problems)
    {
        var policy = Path.Combine(folder, "policy.json");
        await using (var embedded = typeof(DemoService).Assembly.GetManifestResourceStream("demo-policy.json")!)
        await using (var file = File.Create(policy))
        {
            await embedded.CopyToAsync(file);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["TnsTriage:Front:BaseAddress"] = front.Address.ToString(),
            ["TnsTriage:Front:AllowLoopback"] = "true",
            ["TnsTriage:Front:Token"] = options.Token,
            ["TnsTriage:Front:ApplicationSecret"] = options.ApplicationSecret,
            ["TnsTriage:Front:RequestsPerMinute"] = "10000",
            ["TnsTriage:Policy"] = policy,
            ["TnsTriage:DataFolder"] = folder,
            ["TnsTriage:Model"] = "offline/in-context",
            ["TnsTriage:Workers"] = "32",
            ["TnsTriage:ReconcileEvery"] = "00:00:00",   // it is asked for, so that what it finds can be shown
        });
        builder.Logging.ClearProviders();
        var app = await TriageHost.BuildAsync(builder, providers, problems);
        if (app is null)
        {
            return null;
        }

        await app.StartAsync();
        return new DemoService(app);
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
