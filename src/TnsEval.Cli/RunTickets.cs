using TnsEval.EvalSets;
using TnsEval.Runs;

namespace TnsEval.Cli;

/// <summary>The tickets of a run, which its journal does not keep.</summary>
internal static class RunTickets
{
    /// <summary>Read again from the set; none, with a word about it, when the set is not what was run.</summary>
    public static IReadOnlyDictionary<CaseId, EvalCase> Read(CommandContext context, Workspace workspace, RunManifest manifest)
    {
        var paths = manifest.Cases.Paths.Select(workspace.Settings.Resolve).ToArray();
        if (EvalSet.TryLoad(paths, manifest.Cases.Split, out var set, out _) && EvalSetFilter.TryParse(manifest.Cases.Filters, out var filter, out _))
        {
            var chosen = set.Where(filter);
            chosen = manifest.Cases.Limit is { } limit ? chosen.Limit(limit, manifest.Options.Seed) : chosen;
            chosen = manifest.Cases.Shard is { } shard ? chosen.Where(new Shard(shard.Index, shard.Of)) : chosen;
            if (chosen.Hash == manifest.Cases.Hash)
            {
                return chosen.Cases.ToDictionary(@case => @case.Id);
            }
        }

        context.Error.WriteLine($"The eval set {manifest.Cases.Set} is gone or has changed since the run, so tickets are not shown.");
        return new Dictionary<CaseId, EvalCase>();
    }
}
