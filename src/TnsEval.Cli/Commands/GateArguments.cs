using System.CommandLine;
using TnsEval.Gates;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary>What <c>gate</c> and <c>promote</c> both ask for: runs, the runs to hold them against, and the limits.</summary>
internal sealed class GateArguments
{
    private readonly Argument<string[]> _runs = new("run") { Description = "Run folders, their names, or latest: one run a set, of one prompt version on one model", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _baselines = new("--baseline") { Description = "A run of the baseline over the same cases as one of the runs; may be repeated", HelpName = "run" };
    private readonly Option<string?> _settings = new("--settings") { Description = $"The file with the limits. Default: {RunSettings.FileName} here or in the nearest folder above", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Add(_runs);
        command.Add(_baselines);
        command.Add(_settings);
    }

    /// <summary>Judges what was named; null when there are problems.</summary>
    public Judged? Judge(ParseResult parsed, Workspace workspace)
    {
        var settings = workspace.Settings;
        if (parsed.GetValue(_settings) is { } file)
        {
            settings = RunSettings.Read(workspace.FromUser(file), workspace.Problems);
        }

        var runs = Find(parsed.GetValue(_runs)!, workspace);
        var baselines = Find(parsed.GetValue(_baselines) ?? [], workspace);
        if (settings.Gate is null && workspace.Problems.Count == 0)
        {
            workspace.Problems.Add(new Problem(
                parsed.GetValue(_settings) ?? RunSettings.FileName, "there is no Gate section, so nothing to judge by", "Write one, see docs/gate.md, or name a file with --settings"));
        }

        if (workspace.Problems.Count > 0 || Gate.Read(settings.Gate!, runs, baselines, workspace.Problems) is not { } read)
        {
            return null;
        }

        return new Judged(Gate.Judge(settings.Gate!, read), read);
    }

    private static RunFolder[] Find(IEnumerable<string> runs, Workspace workspace) =>
        [.. runs.Select(run => workspace.FindRun(run)).OfType<RunFolder>().DistinctBy(folder => folder.Path)];

    internal sealed record Judged(GateReport Report, IReadOnlyList<GatedRun> Runs)
    {
        /// <summary>The exit code that the verdict asks for.</summary>
        public int ExitCode => Report.Verdict switch
        {
            GateVerdict.Pass => Cli.ExitCode.Ok,
            GateVerdict.Fail => Cli.ExitCode.GateFailed,
            _ => Cli.ExitCode.Inconclusive,
        };
    }
}
