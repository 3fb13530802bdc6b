using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Batches;
using TnsEval.Calls.Recording;
using TnsEval.Cli.Output;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval batch export|import</c>: a run answered overnight by way of files.</summary>
internal sealed class BatchCommand(CommandContext context)
{
    private const int MostLinesShown = 20;

    private readonly Option<string> _prompt = new("--prompt") { Description = "Prompt file or version name", HelpName = "name|file", Required = true };
    private readonly Option<string> _model = new("--model") { Description = "Model, such as openai/gpt-4.1-mini; no key is needed", HelpName = "openai/name", Required = true };
    private readonly Option<string[]> _sets = new("--set") { Description = "Eval set file or folder; may be repeated. Default: as tnseval run", HelpName = "file|dir" };
    private readonly Option<string?> _split = new("--split") { Description = "Split of the set: dev, test, ... or all", HelpName = "name" };
    private readonly Option<string[]> _filters = new("--filter") { Description = "Only cases with tag=, category=, severity=, language=, label= or id=", HelpName = "key=value" };
    private readonly Option<int?> _limit = new("--limit") { CustomParser = OptionRules.WholeNumber, Description = "At most this many cases, chosen by the seed", HelpName = "n" };
    private readonly Option<int?> _seed = new("--seed") { CustomParser = OptionRules.WholeNumber, Description = "Seeds sampling and the choice under --limit", HelpName = "n" };
    private readonly Option<string> _out = new("--out") { Description = "The file to write; what does not fit goes to NAME-2.jsonl and so on", HelpName = "file", Required = true };
    private readonly Argument<string> _run = new("run") { Description = "The run that export made: its folder, its name, or latest" };
    private readonly Argument<string[]> _results = new("result") { Description = "Output and error files of the batch", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _giveUp = new("--give-up") { Description = "Record cases that have no answer as failed, so that the run is complete" };

    public static Command Create(CommandContext context)
    {
        var batch = new BatchCommand(context);
        batch._limit.Validators.Add(OptionRules.AtLeastOne);
        var export = new Command("export", "Write a run's requests in OpenAI's batch format. Example: tnseval batch export --prompt v6 --model openai/gpt-4.1-mini --out v6.batch.jsonl")
        {
            batch._prompt, batch._model, batch._sets, batch._split, batch._filters, batch._limit, batch._seed, batch._out,
        };
        export.SetAction(batch.ExportAsync);
        var import = new Command("import", "Read the results of an exported run and score it. Example: tnseval batch import latest output.jsonl errors.jsonl")
        {
            batch._run, batch._results, batch._giveUp,
        };
        import.SetAction(batch.ImportAsync);
        return new Command("batch", "Answer a run by batch files, at half the price.") { export, import };
    }

    private async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(context);
        var path = workspace.FromUser(parsed.GetValue(_out)!);
        if (Path.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            workspace.Problems.Add(new Problem("--out", $"{path} {(Path.Exists(path) ? "exists" : "lies in no folder that exists")}", "Name a new file in a folder that exists"));
        }

        var settings = workspace.Settings;
        var request = new RunRequest
        {
            Prompts = [parsed.GetValue(_prompt)!],
            Models = [parsed.GetValue(_model)!],
            Sets = parsed.GetValue(_sets) is { Length: > 0 } sets ? sets : [settings.Resolve(settings.Set)],
            Split = parsed.GetValue(_split) switch { "all" => null, { } split => split, null => settings.Split },
            Filters = parsed.GetValue(_filters) ?? [],
            Limit = parsed.GetValue(_limit),
            Options = settings.Options with { Seed = parsed.GetValue(_seed) ?? settings.Options.Seed, RepairTurns = 0, Repeats = 1, Perturbations = Perturbations.None, Cache = CacheMode.Off },
        };
        using var plan = BatchPlan.Create(request, settings, context.WorkingDirectory, context.Time, workspace.Problems);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var setup = plan.Runs[0];
        var export = await BatchExport.WriteAsync(setup, path, BatchExport.OpenAI, cancellationToken);
        using var run = EvalRun.Start(setup, workspace.RunsFolder, GitRevision.Of(settings.Root));
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonObject
            {
                ["folder"] = run.Folder,
                ["files"] = Lines(export.Files),
                ["requests"] = export.Requests,
                ["notSent"] = export.NotSent,
            }.ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        foreach (var file in export.Files)
        {
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workspace.ForUser(file)}  {new FileInfo(file).Length / 1e6:0.0} MB"));
        }

        context.Out.WriteLine($"{export.Requests} requests of {setup.Prompt.Version.Name} for {setup.Model.Name}{(export.Files.Count > 1 ? $", in {export.Files.Count} files for the service's limits: each is a batch of its own" : "")}. They hold the tickets in full.");
        if (export.NotSent > 0)
        {
            context.Out.WriteLine($"{export.NotSent} tickets are too long to be sent; they will be recorded as truncated.");
        }

        context.Out.WriteLine($"When the batch is done: tnseval batch import {workspace.RunForUser(run.Folder)} RESULT.jsonl...");
        return ExitCode.Ok;
    }

    private async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(context);
        var files = parsed.GetValue(_results)!.Select(file => (Path: workspace.FromUser(file), Name: file)).ToArray();
        workspace.Problems.AddRange(files.Where(file => !File.Exists(file.Path)).Select(file => new Problem(file.Name, "there is no such file", "Name the files that the batch brought")));
        var folder = workspace.FindRun(parsed.GetValue(_run)!);
        if (folder is null || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var manifest = folder.ReadManifest();
        if (!BatchPlan.IsOf(manifest))
        {
            workspace.Problems.Add(new Problem(manifest.Id, "was not made by tnseval batch export", "Name the run that it was exported as"));
            return workspace.Fail();
        }

        using var plan = BatchPlan.Create(RunRequest.Of(manifest), workspace.Settings, workspace.Settings.Root, context.Time, workspace.Problems);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        using var run = EvalRun.Resume(folder, plan.Runs[0]);
        var already = run.Planned - run.Pending.Count;
        var results = BatchResults.Read(files, plan.Runs[0].Cases.Select(@case => @case.Id).ToHashSet());
        var import = await BatchImport.FillAsync(run, results, parsed.GetValue(_giveUp), cancellationToken);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(Json(run, results, import, already).ToJsonString(JsonText.Indented));
        }
        else
        {
            Show(workspace, run, results, import, already, parsed.GetValue(GlobalOptions.Verbose));
        }

        // As of a run: without one answer there is nothing to judge the prompt by.
        return import.Summary is { Scores.Coverage.Events: > 0 } ? ExitCode.Ok : ExitCode.Infrastructure;
    }

    private void Show(Workspace workspace, EvalRun run, BatchResults results, BatchImported import, int already, bool isVerbose)
    {
        context.Error.WriteLine($"{import.Imported} cases imported{(already > 0 ? $", {already} were before" : "")}, {import.Missing.Count} without an answer.");
        foreach (var (what, lines) in Findings(results, import))
        {
            if (lines.Count > 0)
            {
                var more = isVerbose || lines.Count <= MostLinesShown ? "" : $", and {lines.Count - MostLinesShown} more (all of them: --verbose)";
                context.Error.WriteLine(Printable.Line($"{what}, {lines.Count}: {string.Join("; ", isVerbose ? lines : lines.Take(MostLinesShown))}{more}"));
            }
        }

        if (import.Summary is not { } summary)
        {
            context.Error.WriteLine($"The run is not complete. Import what is missing the same way, or end it: tnseval batch import {workspace.RunForUser(run.Folder)} RESULT.jsonl... --give-up");
        }
        else
        {
            ScorecardText.Write(context.Out, summary, workspace.ForUser(run.Folder), isVerbose);
        }
    }

    private static JsonObject Json(EvalRun run, BatchResults results, BatchImported import, int already)
    {
        var json = new JsonObject { ["folder"] = run.Folder, ["imported"] = import.Imported, ["importedBefore"] = already };
        foreach (var (what, lines) in Findings(results, import))
        {
            json[JsonNamingPolicy.CamelCase.ConvertName(string.Concat(what.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..])))] = Lines(lines);
        }

        json["summary"] = import.Summary is null ? null : JsonSerializer.SerializeToNode(import.Summary, RunJson.Indented.RunSummary);
        return json;
    }

    private static IEnumerable<(string What, IReadOnlyList<string> Lines)> Findings(BatchResults results, BatchImported import) =>
    [
        ("cases without an answer", [.. import.Missing.Select(id => id.Value)]),
        ("failed results", [.. results.Failures]),
        ("contradicting results", [.. results.Contradicting]),
        ("repeated results", results.Repeated),
        ("results of other runs", results.Foreign),
        ("unreadable lines", results.Unreadable),
    ];

    private static JsonArray Lines(IEnumerable<string> lines) => new([.. lines.Select(line => JsonValue.Create(line))]);
}
