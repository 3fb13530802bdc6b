using TnsEval.EvalSets;

namespace TnsEval.Runs;

/// <summary>What a user asks to be run, in their words; <see cref="RunPlan"/> looks it all up.</summary>
public sealed record RunRequest
{
    /// <summary>Prompt files, folders or version names; none means the default folder.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Models as <c>provider/model</c>; at least one.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Eval set files or folders; at least one.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Split of folders; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>Filters such as <c>tag=hn_pastoral</c>.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Most cases to take; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The part of the cases to run here; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Whether others make the calls, see <see cref="ICasesElsewhere"/>: then nothing that only a call needs, such as a key, has to be here.</summary>
    public bool AreCallsElsewhere { get; init; }

    /// <summary>The settings.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>What was asked for when a run was started.</summary>
    public static RunRequest Of(RunManifest manifest) => new()
    {
        Prompts = [manifest.Prompt.File],
        Models = [manifest.Model.Name],
        Sets = manifest.Cases.Paths,
        Split = manifest.Cases.Split,
        Filters = manifest.Cases.Filters,
        Limit = manifest.Cases.Limit,
        Shard = manifest.Cases.Shard is { } shard ? new Shard(shard.Index, shard.Of) : null,
        Options = manifest.Options,
    };
}
