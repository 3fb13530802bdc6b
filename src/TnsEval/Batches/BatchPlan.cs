using TnsEval.Calls.Recording;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Batches;

/// <summary>Plans the one run that a batch answers; no plugin is loaded for it, and no key needed.</summary>
public static class BatchPlan
{
    /// <summary>Whether a run was made by an export.</summary>
    public static bool IsOf(RunManifest manifest) => BatchModel.IsModelOf(manifest);

    /// <summary>As for a live run, of exactly one run.</summary>
    public static RunPlan Create(RunRequest request, RunSettings settings, string workingDirectory, TimeProvider time, ICollection<Problem> problems)
    {
        var plan = RunPlan.Create(
            request,
            settings,
            workingDirectory,
            name => BatchModel.Parse(name, problems) is { } model ? new RunPlan.OpenModel(model.Name, model, new NothingRecordedClient()) : null,
            time,
            problems);
        if (plan.Runs.Count > 1)
        {
            problems.Add(new Problem("--prompt", $"names {plan.Runs.Count} versions, and a batch is one run", "Name one version"));
        }

        return plan;
    }
}
