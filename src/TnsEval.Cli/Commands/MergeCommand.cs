using System.CommandLine;
using System.Text.Json;
using TnsEval.Cli.Output;
using TnsEval.Runs;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval merge</c>: one run out of the parts that several machines ran.</summary>
internal sealed class MergeCommand
{
    private readonly Argument<string[]> _parts = new("run") { Description = "The run folders of all parts", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for the merged run folder. Default: .tnseval/runs", HelpName = "dir" };
    private readonly CommandContext _context;

    private MergeCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var merge = new MergeCommand(context);
        var command = new Command("merge", "Put the parts of a run together that was spread with --shard. Example: tnseval merge part-1 part-2 part-3") { merge._parts, merge._out };
        command.SetAction(merge.Invoke);
        return command;
    }

    private int Invoke(ParseResult parsed)
    {
        var workspace = Workspace.Open(_context);
        var parts = parsed.GetValue(_parts)!.Select(workspace.FindRun).OfType<RunFolder>().ToArray();
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var runsFolder = parsed.GetValue(_out) is { } folder ? workspace.FromUser(folder) : workspace.RunsFolder;
        if (RunMerge.Merge(parts, runsFolder, workspace.Problems) is not var (merged, summary))
        {
            return workspace.Fail();
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(RunCommand.Json([(summary, merged.Path)]).ToJsonString(JsonText.Indented));
        }
        else
        {
            ScorecardText.Write(_context.Out, summary, workspace.ForUser(merged.Path), parsed.GetValue(GlobalOptions.Verbose));
        }

        return ExitCode.Ok;
    }
}
