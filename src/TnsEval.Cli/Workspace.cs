using System.CommandLine;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Reading;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Cli;

/// <summary>The settings in force where a command was called, and the problems found so far.</summary>
internal sealed class Workspace
{
    private readonly CommandContext _context;

    private Workspace(CommandContext context)
    {
        _context = context;
        Settings = RunSettings.Find(context.WorkingDirectory, Problems);
    }

    public RunSettings Settings { get; }

    public List<Problem> Problems { get; } = [];

    /// <summary>Where runs are made and looked for.</summary>
    public string RunsFolder => Settings.Resolve(Settings.Runs);

    public static Workspace Open(CommandContext context) => new(context);

    /// <summary>
    /// The plugins that came with the tool, in the folder that the settings name, and in those named on the command line; from nowhere else, because
    /// a plugin is code.
    /// </summary>
    public PluginCatalog OpenPlugins(ParseResult parsed) => PluginCatalog.Open(
    [
        .. _context.PluginRoots,
        .. Settings.Plugins is { } folder ? [Settings.Resolve(folder)] : Array.Empty<string>(),
        .. parsed.GetValue(GlobalOptions.Plugins)!.Select(FromUser),
    ]);

    /// <summary>A path as a user typed it: relative to where they are.</summary>
    public string FromUser(string path) => Path.GetFullPath(path, _context.WorkingDirectory);

    /// <summary>A path as a user would type it.</summary>
    public string ForUser(string path) => Path.GetRelativePath(_context.WorkingDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    /// <summary>What a user has to type to name a run: its name where that is enough, else its folder.</summary>
    public string RunForUser(string folder) => Path.GetDirectoryName(folder) == RunsFolder ? Path.GetFileName(folder) : ForUser(folder);

    /// <summary>Finds a run; null and a problem when there is none.</summary>
    public RunFolder? FindRun(string run)
    {
        var folder = RunFolder.Find(RunsFolder, run);
        if (folder is null)
        {
            Problems.Add(new Problem(run, $"is neither a run folder nor a run in {ForUser(RunsFolder)}", "Name a run folder, its name, or latest"));
        }

        return folder;
    }

    /// <summary>Finds a run, or the newest complete one of a prompt version; null and a problem when there is none.</summary>
    public RunFolder? FindRunOrPrompt(string name)
    {
        var folder = RunFolder.Find(RunsFolder, name) ?? RunFolder.NewestOf(RunsFolder, name);
        if (folder is null)
        {
            Problems.Add(new Problem(
                name,
                $"is no run folder, no run in {ForUser(RunsFolder)}, and no prompt version with a complete run there",
                "Name one of these, or latest"));
        }

        return folder;
    }

    /// <summary>The tickets of a run; none, with a word about it, when the set is not what was run.</summary>
    public IReadOnlyDictionary<CaseId, EvalCase> TicketsOf(RunManifest manifest)
    {
        if (RunTickets.Read(manifest, Settings) is { } tickets)
        {
            return tickets;
        }

        _context.Error.WriteLine($"The eval set {manifest.Cases.Set} is gone or has changed since the run, so tickets are not shown.");
        return new Dictionary<CaseId, EvalCase>();
    }

    /// <summary>Writes every problem, one a line.</summary>
    public int Fail()
    {
        foreach (var problem in Problems)
        {
            _context.Error.WriteLine(Printable.Line(problem.ToString()));
        }

        return ExitCode.BadInput;
    }
}
