using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.Plugins;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.Prompts;

namespace TnsEval.Workers.Working;

/// <summary>A run as a worker finds it with its own code, plugins and settings: what it can say of itself, and what it would work with.</summary>
internal sealed class OfferedRun : IDisposable
{
    private OfferedRun(Offer offer, PromptVersion? prompt, RunPlan.OpenModel? model, RunModel? known, AnswerCache? cache, IReadOnlyList<Problem> problems)
    {
        (Offer, Prompt, Model, Cache, Problems) = (offer, prompt, model, cache, problems);
        Facts = Workers.Facts.Of(prompt, known);
    }

    public Offer Offer { get; }

    public PromptVersion? Prompt { get; }

    public RunPlan.OpenModel? Model { get; }

    public AnswerCache? Cache { get; }

    public WorkerFacts Facts { get; }

    /// <summary>Why this worker cannot work on it whatever the run says: no such plugin, no key.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    public static OfferedRun Of(Offer offer, WorkerOptions options)
    {
        List<Problem> problems = [];
        if (!PromptVersion.TryCreate(offer.Prompt, out var prompt, out var promptProblems))
        {
            problems.AddRange(promptProblems.Select(problem => new Problem($"prompt {offer.Manifest.Prompt.Name}, {problem.Path}", problem.What, problem.Fix)));
        }

        problems.AddRange(offer.Manifest.Options.Check());
        var model = RunPlan.Open(offer.Manifest.Model.Name, CacheMode.Off, options.Plugins, options.WorkingDirectory, options.ReadVariable, problems, out var known);
        var cache = offer.Manifest.Options.Cache == CacheMode.ReadWrite && problems.Count == 0 ? AnswerCache.Open(options.CacheFile, CacheMode.ReadWrite, problems) : null;
        return new OfferedRun(offer, prompt, model, known, cache, problems);
    }

    /// <summary>What a run on one machine works with, with the gate that this worker's share is held by.</summary>
    public (RunSetup Setup, ProviderAccount Account) SetUp(TimeProvider time)
    {
        var manifest = Offer.Manifest;
        var calls = manifest.Options.Calls;
        var account = new ProviderAccount(Model!.Provider, calls, time);
        account.Gate.CapAt(0);   // until there is a share
        var unlimited = new RunBudget(maxCost: null, maxTokens: null, currency: null);   // it only counts: the coordinator keeps the limit
        var setup = new RunSetup
        {
            Prompt = new PromptFile(manifest.Prompt.File, Prompt!),
            PromptPath = manifest.Prompt.File,
            Model = Model.Run,
            Calls = CallChain.Around(Model.Client, Model.Run.Name, account, calls, (unlimited, Offer.Price), time),
            Price = Offer.Price,
            Cases = [],
            Selection = manifest.Cases,
            Options = manifest.Options,
            Cache = Cache,
            Time = time,
        };
        return (setup, account);
    }

    public void Dispose()
    {
        Model?.Client.Dispose();
        Cache?.Dispose();
    }
}
