using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage.Assessments;
using TnsTriage.Prompts;

namespace TnsEval.Workers;

/// <summary>What this process is, to be held against what another is: a worker that differs in one of these would measure something else.</summary>
internal static class Facts
{
    /// <param name="prompt">The prompt as this process reads it; null when it cannot.</param>
    /// <param name="model">The model with this process's plugin; null when it has none.</param>
    public static WorkerFacts Of(PromptVersion? prompt, RunModel? model) => new()
    {
        TnsEval = EvalRun.Versions.TnsEval,
        TnsEvalBuild = typeof(EvalRun).Module.ModuleVersionId.ToString(),
        TnsTriage = EvalRun.Versions.TnsTriage,
        TnsTriageBuild = EvalRun.Versions.TnsTriageBuild,
        PolicyVersion = EscalationPolicy.Version,
        PromptHash = prompt?.Hash,
        SchemaHash = prompt?.Answer.Hash,
        Model = model,
    };

    /// <summary>Every difference, with both values and what to do; none when the worker may join.</summary>
    public static IEnumerable<string> Differences(WorkerFacts worker, WorkerFacts run)
    {
        const string SameBuild = "Install the same build of TnsEval on both";
        var plugin = run.Model is { } model ? $"Install the same build of plugin '{model.Name[..model.Name.IndexOf('/')]}' on both" : "";
        (string What, object? Worker, object? Run, string Fix)[] facts =
        [
            ("TnsEval version", worker.TnsEval, run.TnsEval, SameBuild),
            ("TnsEval build", worker.TnsEvalBuild, run.TnsEvalBuild, SameBuild),
            ("TnsTriage version", worker.TnsTriage, run.TnsTriage, SameBuild),
            ("TnsTriage build", worker.TnsTriageBuild, run.TnsTriageBuild, SameBuild),
            ("escalation policy", worker.PolicyVersion, run.PolicyVersion, SameBuild),
            ("prompt hash", worker.PromptHash, run.PromptHash, SameBuild),
            ("schema hash", worker.SchemaHash, run.SchemaHash, SameBuild),
            ("plugin version", worker.Model?.ProviderVersion, run.Model?.ProviderVersion, plugin),
            ("plugin files", worker.Model?.ProviderHash, run.Model?.ProviderHash, plugin),
            ("model revision", worker.Model?.Revision, run.Model?.Revision, "Give both the same files of the model, where tnseval run is called too"),
        ];
        return facts.Where(fact => !Equals(fact.Worker, fact.Run)).Select(fact => $"{fact.What}: the worker's is {fact.Worker ?? "none"}, the run's {fact.Run ?? "none"}. {fact.Fix}.");
    }
}
