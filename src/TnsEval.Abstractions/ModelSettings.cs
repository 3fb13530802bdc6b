namespace TnsEval.Abstractions;

/// <summary>What a provider needs to make a client.</summary>
public sealed record ModelSettings
{
    /// <summary>The model's name without the provider's id; may hold further slashes and colons.</summary>
    public required string Model { get; init; }

    /// <summary>The folder the plugin was loaded from.</summary>
    public required string PluginFolder { get; init; }

    /// <summary>The folder that relative paths in a setting start from: where the user is.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Reads an environment variable such as <c>OPENAI_API_KEY</c>; null when it is not set. Use this instead of the process environment.
    /// </summary>
    public required Func<string, string?> ReadVariable { get; init; }
}
