using TnsEval.EvalSets;
using TnsEval.Runs;

namespace TnsEval.Reading;

/// <summary>The tickets of a run, which its journal does not keep.</summary>
public static class RunTickets
{
    /// <summary>Reads them again from the set; null when the set is gone or is no longer what was run.</summary>
    public static IReadOnlyDictionary<CaseId, EvalCase>? Read(RunManifest manifest, RunSettings settings)
    {
        var paths = manifest.Cases.Paths.Select(settings.Resolve).ToArray();
        if (!EvalSet.TryLoad(paths, manifest.Cases.Split, out var set, out _) || !EvalSetFilter.TryParse(manifest.Cases.Filters, out var filter, out _))
        {
            return null;
        }

        var chosen = set.Where(filter);
        chosen = manifest.Cases.Limit is { } limit ? chosen.Limit(limit, manifest.Options.Seed) : chosen;
        chosen = manifest.Cases.Shard is { } shard ? chosen.Where(new Shard(shard.Index, shard.Of)) : chosen;
        return chosen.Hash == manifest.Cases.Hash ? chosen.Cases.ToDictionary(@case => @case.Id) : null;
    }
}
