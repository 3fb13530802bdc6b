using System.CommandLine;
using System.CommandLine.Parsing;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary>Options of <c>tnseval run</c>, and the request they come to.</summary>
internal sealed class RunArguments
{
    private readonly Option<string[]> _prompts = new("--prompt") { Description = "Prompt file, folder or version name; may be repeated. Default: every version of the prompt folder", HelpName = "name|file" };
    private readonly Option<string[]> _models = new("--model") { Description = "Model; may be repeated. Default: offline/in-context", HelpName = "provider/model" };
    private readonly Option<string[]> _sets = new("--set") { Description = "Eval set file or folder; may be repeated. Default: eval-sets/tns-support", HelpName = "file|dir" };
    private readonly Option<string?> _split = new("--split") { Description = "Split of the set: dev, test, ... or all", HelpName = "name" };
    private readonly Option<string[]> _filters = new("--filter") { Description = "Only cases with tag=, category=, severity=, language=, label= or id=; one key repeated means or, several keys mean and", HelpName = "key=value" };
    private readonly Option<int?> _limit = new("--limit") { CustomParser = OptionRules.WholeNumber, Description = "At most this many cases, chosen by the seed; whole pairs, but for one cut by the limit", HelpName = "n" };
    private readonly Option<Shard?> _shard = new("--shard") { CustomParser = ParseShard, Description = "One part of the cases, such as 2/5, so that several machines share a run; see tnseval merge", HelpName = "i/n" };
    private readonly Option<int?> _repeat = new("--repeat") { CustomParser = OptionRules.WholeNumber, Description = "Classify each case so many times, each with a seed of its own, to see how stable the answers are", HelpName = "n" };
    private readonly Option<int?> _seed = new("--seed") { CustomParser = OptionRules.WholeNumber, Description = "Seeds sampling, rewriting and the choice under --limit", HelpName = "n" };
    private readonly Option<string[]> _perturb = new("--perturb") { Description = $"Classify each case once more for each rewriting of its ticket that keeps its label: all, none, or some of {string.Join(", ", Perturbation.All.Select(perturbation => perturbation.Name))}", HelpName = "all|none|names" };
    private readonly Option<string?> _invalid = new("--invalid") { Description = $"How answers that are none count: {string.Join(", ", WireName<InvalidPolicy>.All)}", HelpName = "policy" };
    private readonly Option<string?> _cache = new("--cache") { Description = $"What to do with the answer cache: {string.Join(", ", WireName<CacheMode>.All)}. Default: off", HelpName = "mode" };
    private readonly Option<string?> _record = new("--record") { Description = "Write every answer of the one run to this cassette, to be replayed as --model replay/FILE", HelpName = "file" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with a run that stopped: its folder, its name, or latest", HelpName = "run" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for run folders. Default: .tnseval/runs", HelpName = "dir" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what the run would come to; call no model and write nothing" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Run again whenever a prompt or a set is saved, and show what flipped; with the answer cache unless --cache says otherwise" };
    private readonly Option<string?> _workers = new("--workers") { Description = "Have workers make the calls, by this RabbitMQ broker: an AMQP URI, or the name of an environment variable that holds one; see tnseval worker", HelpName = "uri" };
    private readonly Option<string?> _pool = WorkerCommand.Pool();
    private readonly StopArguments _stop = new();
    private readonly CallArguments _calls = new();

    public RunArguments()
    {
        _limit.Validators.Add(OptionRules.AtLeastOne);
        _repeat.Validators.Add(OptionRules.AtLeastOne);
        _out.Validators.Add(result => OptionRules.NotEmpty(result, "a folder"));
        _record.Validators.Add(result => OptionRules.NotEmpty(result, "a file"));
        _cache.AcceptOnlyFromAmong([.. WireName<CacheMode>.All]);
        _invalid.AcceptOnlyFromAmong([.. WireName<InvalidPolicy>.All]);
    }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [.. OfTheRun, _resume, _watch, _workers, _pool, .. _calls.All];

    /// <summary>What a run keeps to its end.</summary>
    private Option[] OfTheRun => [_prompts, _models, _sets, _split, _filters, _limit, _shard, _repeat, _seed, _perturb, _invalid, .. _stop.All, _cache, _record, _out, _dryRun];

    public bool IsWatching(ParseResult parsed) => parsed.GetValue(_watch);

    /// <summary>The broker's address as it was given; null when the calls are made here.</summary>
    public string? Workers(ParseResult parsed) => parsed.GetValue(_workers);

    /// <summary>The pool that may work on the run; null for that of those who name none.</summary>
    public string? Pool(ParseResult parsed) => parsed.GetValue(_pool);

    /// <summary>Refuses what workers cannot do.</summary>
    public void CheckWorkers(ParseResult parsed, RunRequest request, Workspace workspace)
    {
        if (!request.AreCallsElsewhere && parsed.GetValue(_pool) is not null)
        {
            workspace.Problems.Add(new Problem(_pool.Name, "means nothing without --workers", "Add --workers, or leave it out"));
        }

        if (request is { AreCallsElsewhere: true, Options.Cache: CacheMode.ReplayOnly })
        {
            workspace.Problems.Add(new Problem(_cache.Name, "replay-only cannot be given together with --workers: it makes no calls that could be shared, and each worker has a cache of its own", "Leave --workers out"));
        }
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public string RunsFolder(ParseResult parsed, Workspace workspace) => parsed.GetValue(_out) is { } folder ? workspace.FromUser(folder) : workspace.RunsFolder;

    public RunRequest Request(ParseResult parsed, Workspace workspace)
    {
        CheckSplit(parsed, workspace);
        if (parsed.GetValue(_stop.StopEarly))
        {
            RefuseBeside(parsed, workspace, _stop.StopEarly, "Leave it out, or --stop-early: parts that stop where they like are not one run", _shard);
        }

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
            AreCallsElsewhere = parsed.GetValue(_workers) is not null,
            Options = _calls.Apply(settings.Options, parsed, workspace) with
            {
                Repeats = parsed.GetValue(_repeat) ?? settings.Options.Repeats,
                Seed = parsed.GetValue(_seed) ?? settings.Options.Seed,
                Perturbations = parsed.GetValue(_perturb) is { Length: > 0 } names ? Perturbations.Parse(names, _perturb.Name, workspace.Problems) : settings.Options.Perturbations,
                Cache = WireName<CacheMode>.TryParse(parsed.GetValue(_cache), out var cache) ? cache
                    : parsed.GetValue(_watch) && settings.Options.Cache == CacheMode.Off ? CacheMode.ReadWrite
                    : settings.Options.Cache,
                Record = parsed.GetValue(_record),
                StopEarly = _stop.Rule(parsed, workspace),
                Scoring = settings.Options.Scoring with
                {
                    InvalidPolicy = WireName<InvalidPolicy>.TryParse(parsed.GetValue(_invalid), out var policy) ? policy : settings.Options.Scoring.InvalidPolicy,
                },
            },
        };
    }

    public RunRequest Request(RunFolder resumed, ParseResult parsed, Workspace workspace)
    {
        var request = RunRequest.Of(resumed.ReadManifest());
        return request with { Options = _calls.Apply(request.Options, parsed, workspace), AreCallsElsewhere = parsed.GetValue(_workers) is not null };
    }

    /// <summary>The run to go on with; null when none was named, or none was found and a problem says so.</summary>
    public RunFolder? FindStopped(ParseResult parsed, Workspace workspace)
    {
        if (parsed.GetValue(_resume) is not { } name)
        {
            return null;
        }

        RefuseBeside(parsed, workspace, _resume, "Leave it out: a resumed run keeps its settings", OfTheRun);
        return workspace.FindRun(name);
    }

    /// <summary>Refuses what makes no sense beside --watch.</summary>
    public void CheckWatching(ParseResult parsed, Workspace workspace) =>
        RefuseBeside(parsed, workspace, _watch, "Leave it out, or --watch", _resume, _record, _dryRun, _stop.StopEarly, _workers, GlobalOptions.Json);

    /// <summary>The prompts, also those that are not there now; where a name is no file, the folder it is found in; the sets; the settings.</summary>
    public IReadOnlyList<string> Watched(ParseResult parsed, Workspace workspace)
    {
        var settings = workspace.Settings;
        var prompts = (parsed.GetValue(_prompts) ?? []).Select(workspace.FromUser).ToArray();
        var isDefault = prompts.Length == 0 || !Array.TrueForAll(prompts, Path.Exists);
        string[] sets = parsed.GetValue(_sets) is { Length: > 0 } named ? [.. named.Select(workspace.FromUser)] : [settings.Resolve(settings.Set)];
        return [.. prompts, .. isDefault ? [settings.Resolve(settings.Prompts)] : Array.Empty<string>(), .. sets, settings.Resolve(RunSettings.FileName)];
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

    private static Shard? ParseShard(ArgumentResult result)
    {
        if (Shard.TryParse(result.Tokens[0].Value, out var shard))
        {
            return shard;
        }

        result.AddError($"--shard takes a part and how many there are, such as 2/5, not \"{result.Tokens[0].Value}\".");
        return null;
    }
}
