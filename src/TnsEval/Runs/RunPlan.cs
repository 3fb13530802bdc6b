using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>
/// The runs that a request comes to: every prompt version with every model over the same cases, all found and checked. Holds the models' clients until disposed.
/// </summary>
public sealed class RunPlan : IDisposable
{
    private static readonly RunCases NoCases = new("", [], null, [], null, 0, "");

    private readonly IReadOnlyList<IChatClient> _clients;
    private readonly AnswerCache? _cache;

    private RunPlan(IReadOnlyList<RunSetup> runs, IReadOnlyList<IChatClient> clients, RunBudget? budget, AnswerCache? cache) =>
        (Runs, _clients, Budget, _cache) = (runs, clients, budget, cache);

    /// <summary>The runs, prompts in order and for each the models in order.</summary>
    public IReadOnlyList<RunSetup> Runs { get; }

    /// <summary>What the runs together may spend, or what they spend where there are prices; null with neither.</summary>
    public RunBudget? Budget { get; }

    /// <summary>Why answers could not be kept in the cache; null when they were, or were not to be.</summary>
    public string? CacheFailure => _cache?.WriteFailure;

    /// <summary>Looks everything up; nothing is written and no model is called.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="settings">Default folders, and the root that run.json's paths are relative to.</param>
    /// <param name="workingDirectory">What the request's paths are relative to.</param>
    /// <param name="plugins">The providers.</param>
    /// <param name="readVariable">Reads environment variables for the providers.</param>
    /// <param name="time">The clock of the runs.</param>
    /// <param name="problems">Receives every problem; when it does, there are no runs.</param>
    public static RunPlan Create(
        RunRequest request,
        RunSettings settings,
        string workingDirectory,
        PluginCatalog plugins,
        Func<string, string?> readVariable,
        TimeProvider time,
        ICollection<Problem> problems) =>
        Create(request, settings, workingDirectory, name => Open(name, request, plugins, workingDirectory, readVariable, problems), time, problems);

    /// <summary>The same, for models that no plugin stands behind.</summary>
    internal static RunPlan Create(
        RunRequest request, RunSettings settings, string workingDirectory, Func<string, OpenModel?> open, TimeProvider time, ICollection<Problem> problems)
    {
        var before = problems.Count;
        var options = request.Options;
        AddAll(problems, options.Check());
        IReadOnlyList<PromptFile> prompts = [];
        OpenModel[] models = [];
        (IReadOnlyList<EvalCase> Cases, RunCases Selection) chosen = ([], NoCases);
        var setProblems = new List<Problem>();
        Parallel.Invoke(   // the two halves of a start
            () => chosen = Cases(request, settings, workingDirectory, setProblems),
            () =>
            {
                prompts = PromptLibrary.Load(request.Prompts, workingDirectory, settings.Resolve(settings.Prompts), problems);
                models = [.. request.Models.Select(open).OfType<OpenModel>()];
            });
        AddAll(problems, setProblems);
        var (cases, selection) = chosen;
        var pricing = RunPricing.Of(options, workingDirectory, [.. models.Select(model => model.Run.Name)], problems);
        var accounts = models.Select(model => model.Provider).Distinct(StringComparer.Ordinal)
            .ToDictionary(provider => provider, provider => new ProviderAccount(provider, options.Calls, time), StringComparer.Ordinal);
        var chains = models.ToDictionary(model => model, model => CallChain.Around(
            model.Client, model.Run.Name, accounts[model.Provider], options.Calls, pricing is null ? null : (pricing.Budget, pricing.PriceOf(model.Run.Name)), time));
        var cassette = options.Record is { } record ? Path.GetFullPath(record, workingDirectory) : null;
        AddAll(problems, cassette is null ? [] : CassetteTarget.Check(cassette, prompts.Count * models.Length));
        var cache = options.Cache == CacheMode.Off || problems.Count > before
            ? null
            : AnswerCache.Open(settings.Resolve(settings.CacheFile), options.Cache, problems);
        var runs =
            from prompt in prompts
            from model in models
            select new RunSetup
            {
                Prompt = prompt,
                PromptPath = Portable(settings, prompt.Path),
                Model = model.Run,
                Calls = chains[model],
                Price = pricing?.PriceOf(model.Run.Name) ?? new CallPrice(null, null),
                Cases = cases,
                Selection = selection,
                Options = options with
                {
                    Prices = options.Prices is { } file ? Portable(settings, Path.GetFullPath(file, workingDirectory)) : null,
                    Record = cassette is null ? null : Portable(settings, cassette),
                },
                Cache = cache,
                CassettePath = cassette,
                Time = time,
            };
        return new RunPlan(problems.Count > before ? [] : [.. runs], [.. chains.Values.Select(chain => chain.Client)], pricing?.Budget, cache);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _cache?.Dispose();
    }

    private static OpenModel? Open(
        string name, RunRequest request, PluginCatalog plugins, string workingDirectory, Func<string, string?> readVariable, ICollection<Problem> problems)
    {
        var found = new List<Problem>();
        var model = Open(name, request.Options.Cache, plugins, workingDirectory, readVariable, found, out var known);
        if (model is null && known is not null && request.AreCallsElsewhere)
        {
            return new OpenModel(known.Name[..known.Name.IndexOf('/')], known, new NothingRecordedClient());   // whoever calls needs the settings; this one is never called
        }

        AddAll(problems, found);
        return model;
    }

    /// <summary>Finds a model and makes its client; null when there is none, and why is among the problems.</summary>
    /// <param name="name">As <c>provider/model</c>.</param>
    /// <param name="cache">With replay only, no client of the provider is needed.</param>
    /// <param name="plugins">The providers.</param>
    /// <param name="workingDirectory">What paths in a provider's settings are relative to.</param>
    /// <param name="readVariable">Reads environment variables for the provider.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <param name="known">What is known of the model when its plugin was found, with or without a client.</param>
    internal static OpenModel? Open(
        string name,
        CacheMode cache,
        PluginCatalog plugins,
        string workingDirectory,
        Func<string, string?> readVariable,
        ICollection<Problem> problems,
        out RunModel? known)
    {
        known = null;
        if (!ModelName.TryParse(name, "--model", out var model, out var problem))
        {
            problems.Add(problem);
            return null;
        }

        if (!plugins.TryLoad(model.Provider, out var provider, out var loadProblems))
        {
            AddAll(problems, loadProblems);
            return null;
        }

        known = new RunModel(model.ToString(), provider.Plugin.Manifest.Version, provider.Plugin.Hash);
        if (cache == CacheMode.ReplayOnly)
        {
            return new OpenModel(model.Provider, known, new NothingRecordedClient());
        }

        if (!provider.TryCreateClient(model.Model, workingDirectory, readVariable, out var client, out var clientProblems))
        {
            AddAll(problems, clientProblems);
            return null;
        }

        known = known with { Revision = RevisionOf(client) };
        return new OpenModel(model.Provider, known, client);
    }

    private static string? RevisionOf(IChatClient client)
    {
        try
        {
            return client.GetService<ModelRevision>()?.Value;
        }
        catch (ProviderFaultException)
        {
            return null;   // a client that cannot say it is one that knows none
        }
    }

    private static (IReadOnlyList<EvalCase> Cases, RunCases Selection) Cases(
        RunRequest request, RunSettings settings, string workingDirectory, ICollection<Problem> problems)
    {
        var paths = request.Sets.Select(path => Path.GetFullPath(path, workingDirectory)).ToArray();
        var isSetGood = EvalSet.TryLoad(paths, request.Split, out var set, out var setProblems);
        var isFilterGood = EvalSetFilter.TryParse(request.Filters, out var filter, out var filterProblems);
        AddAll(problems, setProblems);
        AddAll(problems, filterProblems);
        if (!isSetGood || !isFilterGood)
        {
            return ([], NoCases);
        }

        var chosen = set!.Where(filter!);
        if (chosen.Cases.Count == 0)
        {
            problems.Add(filter!.NothingMatched(set));
        }

        chosen = request.Limit is { } limit ? chosen.Limit(limit, request.Options.Seed) : chosen;
        var cases = new RunCases(
            set.Name, [.. paths.Select(path => Portable(settings, path))], request.Split, request.Filters, request.Limit, chosen.Cases.Count, chosen.Hash);
        if (request.Shard is not { } shard)
        {
            return (chosen.Cases, cases);
        }

        var part = chosen.Where(shard);
        return (part.Cases, cases with
        {
            Count = part.Cases.Count, Hash = part.Hash, Shard = new RunShard(shard.Index, shard.Count, cases.Count, cases.Hash),
        });
    }

    /// <summary>A path below the root as it reads on every machine; another one as it is.</summary>
    private static string Portable(RunSettings settings, string path)
    {
        var relative = Path.GetRelativePath(settings.Root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static void AddAll(ICollection<Problem> problems, IEnumerable<Problem> more)
    {
        foreach (var problem in more)
        {
            problems.Add(problem);
        }
    }

    /// <summary>A model that was found, and its client.</summary>
    internal sealed record OpenModel(string Provider, RunModel Run, IChatClient Client);
}

/// <summary>One prompt version, one model and one choice of cases, all found and checked: what a run needs.</summary>
public sealed record RunSetup
{
    /// <summary>The prompt version.</summary>
    public required PromptFile Prompt { get; init; }

    /// <summary>The prompt file's path as run.json names it.</summary>
    public required string PromptPath { get; init; }

    /// <summary>The model and the plugin behind it.</summary>
    public required RunModel Model { get; init; }

    /// <summary>The model, with the clients around it; disposed with the plan.</summary>
    public required CallChain Calls { get; init; }

    /// <summary>What its calls cost.</summary>
    internal CallPrice Price { get; init; } = new(null, null);

    /// <summary>The cases to run.</summary>
    public required IReadOnlyList<EvalCase> Cases { get; init; }

    /// <summary>How they were chosen.</summary>
    public required RunCases Selection { get; init; }

    /// <summary>The settings.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The answer cache; null when it is off. Disposed with the plan.</summary>
    internal AnswerCache? Cache { get; init; }

    /// <summary>The file to record to, absolute; null for none.</summary>
    internal string? CassettePath { get; init; }
}
