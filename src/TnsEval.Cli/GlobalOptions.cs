using System.CommandLine;

namespace TnsEval.Cli;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write one JSON document to standard output", Recursive = true };

    public static Option<ProgressMode> Progress { get; } = new("--progress")
    {
        Description = "How to show progress, on standard error: auto, live, plain or none",
        HelpName = "mode",
        DefaultValueFactory = _ => ProgressMode.Auto,
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show more: slices, hashes, settings", Recursive = true };

    public static Option<string[]> Plugins { get; } = new("--plugins")
    {
        Description = "A folder that holds plugin folders, besides the tool's own; their code runs as yours",
        HelpName = "folder",
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Json, Progress, Verbose, Plugins];
}

/// <summary>How progress is shown.</summary>
internal enum ProgressMode
{
    /// <summary>Live on a terminal, plain elsewhere.</summary>
    Auto,
    Live,
    Plain,
    None,
}
