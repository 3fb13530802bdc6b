using TnsEval.Gates;
using TnsEval.Plugins;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.PromptGate;

/// <summary>The gate's report: of the runs that the environment names, else of a run made here with the offline provider.</summary>
public sealed class GatedPrompt : IAsyncLifetime
{
    private const string RunsVariable = "TNSEVAL_GATE_RUNS";
    private const string BaselinesVariable = "TNSEVAL_GATE_BASELINES";
    private const string SettingsVariable = "TNSEVAL_GATE_SETTINGS";

    private readonly string _folder = Directory.CreateTempSubdirectory("tnseval-gate-").FullName;

    public GateReport Report { get; private set; } = null!;

    /// <summary>The limits: of the file named, else of eval.runsettings for runs that are named, else of the floor.</summary>
    public static RunSettings ReadSettings()
    {
        var file = Named(RunsVariable).Count == 0
            ? Path.Combine(TestPaths.ProjectDirectory, "floor.runsettings")
            : Path.GetFullPath(Environment.GetEnvironmentVariable(SettingsVariable) ?? RunSettings.FileName, TestPaths.RepositoryRoot);
        var problems = new List<Problem>();
        var settings = RunSettings.Read(file, problems);
        problems.ShouldBeEmpty();
        return settings.Gate is null ? throw new InvalidOperationException($"{file}: there is no Gate section. Write one, see docs/gate.md.") : settings;
    }

    public async Task InitializeAsync()
    {
        var (settings, problems) = (ReadSettings(), new List<Problem>());
        RunFolder[] runs = Named(RunsVariable) is { Count: > 0 } names ? [.. names.Select(name => Find(settings, name))] : [await RunAsync(settings)];
        var read = Gate.Read(settings.Gate!, runs, [.. Named(BaselinesVariable).Select(name => Find(settings, name))], problems);
        problems.ShouldBeEmpty();
        Report = Gate.Judge(settings.Gate!, read!);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs in a list, separated by semicolons; none where it is not set.</summary>
    private static IReadOnlyList<string> Named(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static RunFolder Find(RunSettings settings, string name) =>
        RunFolder.Find(settings.Resolve(settings.Runs), name) ?? RunFolder.Find(TestPaths.RepositoryRoot, name)
        ?? throw new InvalidOperationException($"{RunsVariable} or {BaselinesVariable}: \"{name}\" is neither a run folder nor a run in {settings.Resolve(settings.Runs)}.");

    private async Task<RunFolder> RunAsync(RunSettings settings)
    {
        var problems = new List<Problem>();
        var request = new RunRequest
        {
            Prompts = [Champion.Prompt.Name],
            Models = [settings.Model],
            Sets = [settings.Resolve(settings.Set)],
            Split = settings.Split,
            Options = settings.Options,
        };
        using var plan = RunPlan.Create(
            request, settings, settings.Root, PluginCatalog.Open([Path.Combine(AppContext.BaseDirectory, "plugins")]), _ => null, TimeProvider.System, problems);
        problems.ShouldBeEmpty();
        using var run = EvalRun.Start(plan.Runs.Single(), _folder, gitRevision: null);
        await run.ExecuteAsync(_ => { }, CancellationToken.None);
        return Find(settings, run.Folder);
    }
}
