using TnsEval.Plugins;

namespace TnsEval.Workers.Working;

/// <summary>What a worker has of its own; all else comes with the run.</summary>
public sealed record WorkerOptions
{
    /// <summary>The providers.</summary>
    public required PluginCatalog Plugins { get; init; }

    /// <summary>For people: such as host and process.</summary>
    public required string Name { get; init; }

    /// <summary>What paths in a provider's settings are relative to.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The answer cache, for runs that use one.</summary>
    public required string CacheFile { get; init; }

    /// <summary>Reads environment variables for the providers; keys come from here and go nowhere.</summary>
    public required Func<string, string?> ReadVariable { get; init; }

    /// <summary>Calls at once at most, whatever share the run gives; null for no limit of its own.</summary>
    public int? Cap { get; init; }

    /// <summary>Whether to end after one run.</summary>
    public bool Once { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
