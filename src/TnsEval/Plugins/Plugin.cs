namespace TnsEval.Plugins;

/// <summary>A plugin that was found and that nothing speaks against. None of its code has run.</summary>
public sealed record Plugin
{
    /// <summary>What the plugin says about itself.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Full path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// SHA-256 over the paths and contents of all its files when they were checked, in lower-case hex. It tells two builds apart;
    /// it does not guard against someone who can write to the folder between the check and the load.
    /// </summary>
    public required string Hash { get; init; }

    internal string EntryAssemblyPath => Path.Combine(Folder, Manifest.EntryAssembly);
}
