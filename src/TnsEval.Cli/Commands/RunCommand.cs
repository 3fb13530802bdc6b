using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Cli.Watching;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval run</c>: every prompt version asked for over the labelled tickets.</summary>
internal sealed class RunCommand
{
    private readonly RunArguments _arguments = new();
    private readonly CommandContext _context;

    private RunCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var run = new RunCommand(context);
        var command = new Command("run", "Run prompt versions over labelled tickets and score them. Example: tnseval run --prompt v4 --prompt v6 --split dev");
        foreach (var option in run._arguments.All)
        {
            command.Add(option);
        }

        command.SetAction(run.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var export = OtlpExport.Start(_context);
        if (_arguments.IsWatching(parsed))
        {
            return await WatchAsync(parsed, cancellationToken);
        }

        var workspace = Workspace.Open(_context);
        var resumed = _arguments.FindStopped(parsed, workspace);
        var workers = _arguments.Workers(parsed) is { } address ? RunWorkers.Read(address, _arguments.Pool(parsed), _context, workspace) : null;
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var request = resumed is null ? _arguments.Request(parsed, workspace) : _arguments.Request(resumed, parsed, workspace);
        _arguments.CheckWorkers(parsed, request, workspace);
        var revision = Task.Run(() => GitRevision.Of(workspace.Settings.Root), CancellationToken.None);   // git is asked while the plan is made
        using var plan = RunPlan.Create(
            request,
            workspace.Settings,
            resumed is null ? _context.WorkingDirectory : workspace.Settings.Root,
            workspace.OpenPlugins(parsed),
            _context.ReadVariable,
            _context.Time,
            workspace.Problems);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        if (_arguments.IsDryRun(parsed))
        {
            ShowEstimate(parsed, plan);
            return ExitCode.Ok;
        }

        if (workers is not null && !await workers.CheckAsync(cancellationToken))
        {
            return ExitCode.Infrastructure;
        }

        var exitCode = await RunAllAsync(parsed, workspace, plan, resumed, await revision, workers, cancellationToken);
        if (plan.Budget is { Spent: var spent } budget)
        {
            var estimated = spent.Estimated == 0 ? "" : $"; {spent.Estimated} of {spent.Calls} calls named no tokens and are counted as estimated";
            await _context.Error.WriteLineAsync($"Spent: {budget.Describe()}{estimated}");
        }

        return exitCode;
    }

    private async Task<int> WatchAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var first = Workspace.Open(_context);
        _arguments.CheckWatching(parsed, first);
        if (first.Problems.Count > 0)
        {
            return first.Fail();
        }

        var plugins = first.OpenPlugins(parsed);
        var watched = new WatchedRuns(
            _context,
            workspace => RunPlan.Create(_arguments.Request(parsed, workspace), workspace.Settings, _context.WorkingDirectory, plugins, _context.ReadVariable, _context.Time, workspace.Problems),
            workspace => _arguments.Watched(parsed, workspace),
            workspace => _arguments.RunsFolder(parsed, workspace),
            (workspace, run, token) => ExecuteAsync(parsed, workspace, run, token),
            parsed.GetValue(GlobalOptions.Verbose));
        await watched.WatchAsync(cancellationToken);
        return ExitCode.Cancelled;
    }

    private async Task<int> RunAllAsync(ParseResult parsed, Workspace workspace, RunPlan plan, RunFolder? resumed, string? revision, RunWorkers? workers, CancellationToken cancellationToken)
    {
        var runsFolder = _arguments.RunsFolder(parsed, workspace);
        var summaries = new List<(RunSummary Summary, string Folder)>();
        for (var index = 0; index < plan.Runs.Count; index++)
        {
            var setup = plan.Runs[index];
            EvalRun run;
            try
            {
                run = resumed is null ? EvalRun.Start(setup, runsFolder, revision) : EvalRun.Resume(resumed, setup);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                workspace.Problems.Add(new Problem("--out", $"run folders cannot be written: {e.Message.TrimEnd('.')}", "Name a folder that can be, or mend its permissions"));
                return workspace.Fail();
            }

            using (run)
            {
                if (index == 0 && setup.Options is not { MaxCost: null, MaxTokens: null })
                {
                    Estimate(plan, run).Write(_context.Error);
                }

                if (await ExecuteAsync(parsed, workspace, run, cancellationToken, workers, setup) is not { } summary)
                {
                    if (index + 1 < plan.Runs.Count)
                    {
                        await _context.Error.WriteLineAsync($"Not started: {string.Join(", ", plan.Runs.Skip(index + 1).Select(next => $"{next.Prompt.Version.Name} on {next.Model.Name}"))}");
                    }

                    WriteJson(parsed, summaries);
                    return cancellationToken.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Infrastructure;
                }

                summaries.Add((summary, run.Folder));
                if (!parsed.GetValue(GlobalOptions.Json))
                {
                    ScorecardText.Write(_context.Out, summary, workspace.ForUser(run.Folder), parsed.GetValue(GlobalOptions.Verbose));
                }
            }
        }

        WriteJson(parsed, summaries);
        var isReplayed = RecordingText.Write(_context.Error, workspace, summaries.Select(run => run.Summary), plan);
        return WithoutAnswers(workspace, summaries) || !isReplayed ? ExitCode.Infrastructure : ExitCode.Ok;
    }

    /// <summary>Null when the run stopped early; why was written.</summary>
    private async Task<RunSummary?> ExecuteAsync(
        ParseResult parsed, Workspace workspace, EvalRun run, CancellationToken cancellationToken, RunWorkers? workers = null, RunSetup? setup = null)
    {
        RunSummary? summary = null;
        var goOn = $"tnseval run --resume {workspace.RunForUser(run.Folder)}";
        var total = run.Planned;
        try
        {
            var display = ProgressDisplay.For(_context, parsed.GetValue(GlobalOptions.Progress));
            await using var elsewhere = workers is null ? null : await workers.BeginAsync(run.Manifest, setup!, display, parsed.GetValue(GlobalOptions.Verbose), cancellationToken);
            await display.ShowAsync(
                $"{run.Manifest.Prompt.Name} on {run.Manifest.Model.Name}",
                total - run.Pending.Count,
                total,
                () => CallStatusText.Of(run.Calls, elsewhere),
                async onDone => summary = await run.ExecuteAsync(onDone, cancellationToken, elsewhere));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _context.Error.WriteLineAsync($"Stopped. What was done is kept in {workspace.ForUser(run.Folder)}. Go on with: {goOn}");
        }
        catch (Exception e) when (e is RunStoppedException or IOException or UnauthorizedAccessException)
        {
            var fix = (e as RunStoppedException)?.Fix ?? "Mend it";
            await _context.Error.WriteLineAsync($"{workspace.ForUser(run.Folder)}: {e.Message.TrimEnd('.')}. {fix}, and go on with: {goOn}");
        }

        return summary;
    }

    private void ShowEstimate(ParseResult parsed, RunPlan plan)
    {
        var estimate = Estimate(plan, first: null, ExpectedIntervals.Of(plan.Runs[0].Cases));
        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(estimate.ToJson().ToJsonString(JsonText.Indented));
        }
        else
        {
            estimate.Write(_context.Out);
        }
    }

    /// <param name="plan">All runs.</param>
    /// <param name="first">The first of them, which may have been resumed; null when none was begun.</param>
    /// <param name="intervals">How much their rates can tell; null where nobody asked.</param>
    private static EstimateText Estimate(RunPlan plan, EvalRun? first, ExpectedIntervals? intervals = null) =>
        new([.. plan.Runs.Select((setup, index) => (setup, RunEstimate.Of(setup, index == 0 && first is not null ? first.Pending : PlannedCase.Of(setup.Cases, setup.Options))))], plan.Budget, intervals);

    private bool WithoutAnswers(Workspace workspace, IEnumerable<(RunSummary Summary, string Folder)> summaries)
    {
        var without = summaries.Where(run => run.Summary is { NotRecorded: 0, Scores.Coverage: { Events: 0, Trials: > 0 } }).ToArray();
        foreach (var (summary, folder) in without)
        {
            _context.Error.WriteLine($"{summary.RunId}: no case got an answer, so there is nothing to judge the prompt by. See why: tnseval show {workspace.RunForUser(folder)} --invalid");
        }

        return without.Length > 0;
    }

    /// <summary>The runs that came to their end; also when a later one did not, which the exit code and standard error say.</summary>
    private void WriteJson(ParseResult parsed, IEnumerable<(RunSummary Summary, string Folder)> summaries)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(Json(summaries).ToJsonString(JsonText.Indented));
        }
    }

    internal static JsonObject Json(IEnumerable<(RunSummary Summary, string Folder)> summaries) => new()
    {
        ["runs"] = new JsonArray([.. summaries.Select(run =>
        {
            var node = JsonSerializer.SerializeToNode(run.Summary, RunJson.Indented.RunSummary)!;
            node["folder"] = run.Folder;
            return node;
        })]),
    };
}
