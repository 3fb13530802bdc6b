using System.CommandLine;
using System.Text.Json;
using TnsEval.Cli.Output;
using TnsEval.Gates;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval gate</c>: does a prompt version keep the limits? Exit code 0 yes, 1 no, 3 the data cannot tell.</summary>
internal sealed class GateCommand
{
    private readonly GateArguments _arguments = new();
    private readonly Option<string?> _junit = new("--junit") { Description = "Write JUnit XML to this file, one test a rule", HelpName = "file" };
    private readonly CommandContext _context;

    private GateCommand(CommandContext context)
    {
        _context = context;
        _junit.Validators.Add(result => OptionRules.NotEmpty(result, "a file"));
    }

    public static Command Create(CommandContext context)
    {
        var gate = new GateCommand(context);
        var command = new Command("gate", "Hold runs of a prompt version to the limits in eval.runsettings; exits with 1 when one is broken, 3 when the data cannot tell. Example: tnseval gate latest --baseline RUN");
        gate._arguments.AddTo(command);
        command.Add(gate._junit);
        command.SetAction(gate.Invoke);
        return command;
    }

    private int Invoke(ParseResult parsed)
    {
        var workspace = Workspace.Open(_context);
        if (_arguments.Judge(parsed, workspace) is not { } judged)
        {
            return workspace.Fail();
        }

        if (parsed.GetValue(_junit) is { } junit)
        {
            WholeFile.Write(workspace.FromUser(junit), JUnitXml.Of(judged.Report));
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(JsonSerializer.Serialize(judged.Report, GateJson.Indented.GateReport));
        }
        else
        {
            GateText.Write(_context.Out, judged.Report, parsed.GetValue(GlobalOptions.Verbose));
        }

        PipelineReport.Write(_context, judged.Report);
        return judged.ExitCode;
    }
}
