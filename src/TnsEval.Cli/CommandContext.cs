using TnsEval.Cli.Watching;

namespace TnsEval.Cli;

/// <summary>The process's edge: everything a command reads or writes besides files. Tests put their own in.</summary>
internal sealed record CommandContext
{
    /// <summary>Results go here, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and problems go here.</summary>
    public required TextWriter Error { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Folders that hold plugin folders.</summary>
    public required IReadOnlyList<string> PluginRoots { get; init; }

    public required Func<string, string?> ReadVariable { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>.</summary>
    public required bool IsErrorTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/>.</summary>
    public bool IsOutputTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IFileChanges Changes { get; init; } = new PolledFiles(TimeProvider.System);

    public static CommandContext OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        WorkingDirectory = Environment.CurrentDirectory,
        PluginRoots = [Path.Combine(AppContext.BaseDirectory, "plugins")],
        ReadVariable = Environment.GetEnvironmentVariable,
        IsOutputTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        IsErrorTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("CI") is null or "" && Environment.GetEnvironmentVariable("TERM") != "dumb",
    };
}
