using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Calls.Recording;
using TnsEval.Cli.Output;
using TnsEval.Cli.Watching;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval run</c>: every prompt version asked for over the labelled tickets.</summary>
internal sealed class RunCommand
{
    private readonly Option<string[]> _prompts = new("--prompt") { Description = "Prompt file, folder or version name; may be repeated. Default: every version of the prompt folder", HelpName = "name|file" };
    private readonly Option<string[]> _models = new("--model") { Description = "Model; may be repeated. Default: offline/in-context", HelpName = "provider/model" };
    private readonly Option<string[]> _sets = new("--set") { Description = "Eval set file or folder; may be repeated. Default: eval-sets/tns-support", HelpName = "file|dir" };
    private readonly Option<string?> _split = new("--split") { Description = "Split of the set: dev, test, ... or all", HelpName = "name" };
    private readonly Option<string[]> _filters = new("--filter") { Description = "Only cases with tag=, category=, severity=, language=, label= or id=; one key repeated means or, several keys mean and", HelpName = "key=value" };
    private readonly Option<int?> _limit = new("--limit") { CustomParser = WholeNumber, Description = "At most this many cases, chosen by the seed; whole pairs, but for one cut by the limit", HelpName = "n" };
    private readonly Option<Shard?> _shard = new("--shard") { CustomParser = ParseShard, Description = "One part of the cases, such as 2/5, so that several machines share a run; see tnseval merge", HelpName = "i/n" };
    private readonly Option<int?> _repeat = new("--repeat") { CustomParser = WholeNumber, Description = "Classify each case so many times, each with a seed of its own, to see how stable the answers are", HelpName = "n" };
    private readonly Option<int?> _seed = new("--seed") { CustomParser = WholeNumber, Description = "Seeds sampling and the choice under --limit", HelpName = "n" };
    private readonly Option<string?> _invalid = new("--invalid") { Description = $"How answers that are none count: {string.Join(", ", WireName<InvalidPolicy>.All)}", HelpName = "policy" };
    private readonly Option<string?> _cache = new("--cache") { Description = $"What to do with the answer cache: {string.Join(", ", WireName<CacheMode>.All)}. Default: off", HelpName = "mode" };
    private readonly Option<string?> _record = new("--record") { Description = "Write every answer of the one run to this cassette, to be replayed as --model replay/FILE", HelpName = "file" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with a run that stopped: its folder, its name, or latest", HelpName = "run" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for run folders. Default: .tnseval/runs", HelpName = "dir" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what the run would come to; call no model and write nothing" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Run again whenever a prompt or a set is saved, and show what flipped; with the answer cache unless --cache says otherwise" };
    private readonly CallArguments _calls = new();
    private readonly CommandContext _context;

    private RunCommand(CommandContext context)
    {
        _context = context;
        _limit.Validators.Add(AtLeastOne);
        _repeat.Validators.Add(AtLeastOne);
        _out.Validators.Add(result => NotEmpty(result, "a folder"));
        _record.Validators.Add(result => NotEmpty(result, "a file"));
        _cache.AcceptOnlyFromAmong([.. WireName<CacheMode>.All]);
        _invalid.AcceptOnlyFromAmong([.. WireName<InvalidPolicy>.All]);
    }

    public static Command Create(CommandContext context)
    {
        var run = new RunCommand(context);
        var command = new Command("run", "Run prompt versions over labelled tickets and score them. Example: tnseval run --prompt v4 --prompt v6 --split dev")
        {
            run._prompts, run._models, run._sets, run._split, run._filters, run._limit, run._shard, run._repeat, run._seed, run._invalid, run._cache, run._record, run._resume, run._out, run._dryRun, run._watch,
        };
        foreach (var option in run._calls.All)
        {
            command.Add(option);
        }

        command.SetAction(run.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var export = OtlpExport.Start(_context);
        if (parsed.GetValue(_watch))
        {
            return await WatchAsync(parsed, cancellationToken);
        }

        var workspace = Workspace.Open(_context);
        var resumed = parsed.GetValue(_resume) is { } name ? FindStopped(parsed, workspace, name) : null;
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        using var plan = RunPlan.Create(
            resumed is null ? Request(parsed, workspace) : Request(resumed, parsed, workspace),
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

        if (parsed.GetValue(_dryRun))
        {
            ShowEstimate(parsed, plan);
            return ExitCode.Ok;
        }

        var exitCode = await RunAllAsync(parsed, workspace, plan, resumed, cancellationToken);
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
        RefuseBeside(parsed, first, _watch, "Leave it out, or --watch", _resume, _record, _dryRun, GlobalOptions.Json);
        if (first.Problems.Count > 0)
        {
            return first.Fail();
        }

        var plugins = first.OpenPlugins(parsed);
        var watched = new WatchedRuns(
            _context,
            workspace => RunPlan.Create(Request(parsed, workspace), workspace.Settings, _context.WorkingDirectory, plugins, _context.ReadVariable, _context.Time, workspace.Problems),
            workspace => Watched(parsed, workspace),
            workspace => RunsFolder(parsed, workspace),
            (workspace, run, token) => ExecuteAsync(parsed, workspace, run, token),
            parsed.GetValue(GlobalOptions.Verbose));
        await watched.WatchAsync(cancellationToken);
        return ExitCode.Cancelled;
    }

    /// <summary>The prompts, also those that are not there now; where a name is no file, the folder it is found in; the sets; the settings.</summary>
    private IReadOnlyList<string> Watched(ParseResult parsed, Workspace workspace)
    {
        var settings = workspace.Settings;
        var prompts = (parsed.GetValue(_prompts) ?? []).Select(workspace.FromUser).ToArray();
        var isDefault = prompts.Length == 0 || !Array.TrueForAll(prompts, Path.Exists);
        string[] sets = parsed.GetValue(_sets) is { Length: > 0 } named ? [.. named.Select(workspace.FromUser)] : [settings.Resolve(settings.Set)];
        return [.. prompts, .. isDefault ? [settings.Resolve(settings.Prompts)] : Array.Empty<string>(), .. sets, settings.Resolve(RunSettings.FileName)];
    }

    private string RunsFolder(ParseResult parsed, Workspace workspace) => parsed.GetValue(_out) is { } folder ? workspace.FromUser(folder) : workspace.RunsFolder;

    private async Task<int> RunAllAsync(ParseResult parsed, Workspace workspace, RunPlan plan, RunFolder? resumed, CancellationToken cancellationToken)
    {
        var runsFolder = RunsFolder(parsed, workspace);
        var revision = GitRevision.Of(workspace.Settings.Root);
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

                if (await ExecuteAsync(parsed, workspace, run, cancellationToken) is not { } summary)
                {
                    if (index + 1 < plan.Runs.Count)
                    {
                        await _context.Error.WriteLineAsync($"Not started: {string.Join(", ", plan.Runs.Skip(index + 1).Select(next => $"{next.Prompt.Version.Name} on {next.Model.Name}"))}");
                    }

                    return cancellationToken.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Infrastructure;
                }

                summaries.Add((summary, run.Folder));
                if (!parsed.GetValue(GlobalOptions.Json))
                {
                    ScorecardText.Write(_context.Out, summary, workspace.ForUser(run.Folder), parsed.GetValue(GlobalOptions.Verbose));
                }
            }
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(Json(summaries).ToJsonString(JsonText.Indented));
        }

        var isReplayed = RecordingText.Write(_context.Error, workspace, summaries.Select(run => run.Summary), plan);
        return WithoutAnswers(workspace, summaries) || !isReplayed ? ExitCode.Infrastructure : ExitCode.Ok;
    }

    /// <summary>Null when the run stopped early; why was written.</summary>
    private async Task<RunSummary?> ExecuteAsync(ParseResult parsed, Workspace workspace, EvalRun run, CancellationToken cancellationToken)
    {
        RunSummary? summary = null;
        var goOn = $"tnseval run --resume {workspace.RunForUser(run.Folder)}";
        var total = run.Planned;
        try
        {
            await ProgressDisplay.For(_context, parsed.GetValue(GlobalOptions.Progress)).ShowAsync(
                $"{run.Manifest.Prompt.Name} on {run.Manifest.Model.Name}",
                total - run.Pending.Count,
                total,
                () => CallStatusText.Of(run.Calls),
                async onDone => summary = await run.ExecuteAsync(onDone, cancellationToken));
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

    private RunRequest Request(ParseResult parsed, Workspace workspace)
    {
        CheckSplit(parsed, workspace);
        var settings = workspace.Settings;
        return new RunRequest
        {
            Prompts = parsed.GetValue(_prompts) ?? [],
            Models = parsed.GetValue(_models) is { Length: > 0 } models ? models : [settings.Model],
            Sets = parsed.GetValue(_sets) is { Length: > 0 } sets ? sets : [settings.Resolve(settings.Set)],
            Split = Split(parsed, settings),
            Filters = parsed.GetValue(_filters) ?? [],
            Limit = parsed.GetValue(_limit),
            Shard = parsed.GetValue(_shard),
            Options = _calls.Apply(settings.Options, parsed, workspace) with
            {
                Repeats = parsed.GetValue(_repeat) ?? settings.Options.Repeats,
                Seed = parsed.GetValue(_seed) ?? settings.Options.Seed,
                Cache = WireName<CacheMode>.TryParse(parsed.GetValue(_cache), out var cache) ? cache
                    : parsed.GetValue(_watch) && settings.Options.Cache == CacheMode.Off ? CacheMode.ReadWrite
                    : settings.Options.Cache,
                Record = parsed.GetValue(_record),
                Scoring = settings.Options.Scoring with
                {
                    InvalidPolicy = WireName<InvalidPolicy>.TryParse(parsed.GetValue(_invalid), out var policy) ? policy : settings.Options.Scoring.InvalidPolicy,
                },
            },
        };
    }

    private RunRequest Request(RunFolder resumed, ParseResult parsed, Workspace workspace)
    {
        var request = RunRequest.Of(resumed.ReadManifest());
        return request with { Options = _calls.Apply(request.Options, parsed, workspace) };
    }

    private void ShowEstimate(ParseResult parsed, RunPlan plan)
    {
        var estimate = Estimate(plan, first: null);
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
    private static EstimateText Estimate(RunPlan plan, EvalRun? first) =>
        new([.. plan.Runs.Select((setup, index) => (setup, RunEstimate.Of(setup, index == 0 && first is not null ? first.Pending : PlannedCase.Of(setup.Cases, setup.Options))))], plan.Budget);

    private RunFolder? FindStopped(ParseResult parsed, Workspace workspace, string name)
    {
        RefuseBeside(
            parsed, workspace, _resume, "Leave it out: a resumed run keeps its settings",
            _prompts, _models, _sets, _split, _filters, _limit, _shard, _repeat, _seed, _invalid, _cache, _record, _out, _dryRun);
        return workspace.FindRun(name);
    }

    private static void RefuseBeside(ParseResult parsed, Workspace workspace, Option other, string fix, params IEnumerable<Option> options)
    {
        foreach (var option in options.Where(option => parsed.GetResult(option) is { Implicit: false }))
        {
            workspace.Problems.Add(new Problem(option.Name, $"cannot be given together with {other.Name}", fix));
        }
    }

    private string? Split(ParseResult parsed, RunSettings settings) => parsed.GetValue(_split) switch
    {
        "all" => null,
        { } split => split,
        null => settings.Split,
    };

    /// <summary>A split chooses files of a folder: beside a file it would be ignored, and the figures be of something else.</summary>
    private void CheckSplit(ParseResult parsed, Workspace workspace)
    {
        foreach (var file in (parsed.GetValue(_sets) ?? []).Where(set => parsed.GetValue(_split) is not null && File.Exists(workspace.FromUser(set))))
        {
            workspace.Problems.Add(new Problem("--split", $"{file} is a file, and a split chooses files of a folder", "Leave --split out, or name the folder with --set"));
        }
    }

    private bool WithoutAnswers(Workspace workspace, IEnumerable<(RunSummary Summary, string Folder)> summaries)
    {
        var without = summaries.Where(run => run.Summary is { NotRecorded: 0, Scores.Coverage: { Events: 0, Trials: > 0 } }).ToArray();
        foreach (var (summary, folder) in without)
        {
            _context.Error.WriteLine($"{summary.RunId}: no case got an answer, so there is nothing to judge the prompt by. See why: tnseval show {workspace.RunForUser(folder)} --invalid");
        }

        return without.Length > 0;
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

    private static Shard? ParseShard(ArgumentResult result)
    {
        if (Shard.TryParse(result.Tokens[0].Value, out var shard))
        {
            return shard;
        }

        result.AddError($"--shard takes a part and how many there are, such as 2/5, not \"{result.Tokens[0].Value}\".");
        return null;
    }

    internal static int? WholeNumber(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a whole number, not \"{result.Tokens[0].Value}\".");
        return null;
    }

    private static void NotEmpty(OptionResult result, string what)
    {
        if (result.Tokens is [{ Value: "" }])
        {
            result.AddError($"{result.Option.Name} is empty: name {what}.");
        }
    }

    internal static void AtLeastOne(OptionResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 1)
        {
            result.AddError($"{result.Option.Name} must be at least 1.");
        }
    }
}
