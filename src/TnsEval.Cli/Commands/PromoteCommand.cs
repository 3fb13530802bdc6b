using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Gates;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval promote</c>: makes a prompt version whose gate passes the one that TnsTriage ships.</summary>
internal sealed class PromoteCommand
{
    private readonly GateArguments _arguments = new();
    private readonly Option<bool> _force = new("--force") { Description = "Promote though the gate does not pass; needs --reason" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the record: it stands in champion.json", HelpName = "text" };
    private readonly CommandContext _context;

    private PromoteCommand(CommandContext context)
    {
        _context = context;
        _reason.Validators.Add(result => OptionRules.NotEmpty(result, "a reason"));
    }

    public static Command Create(CommandContext context)
    {
        var promote = new PromoteCommand(context);
        var command = new Command("promote", $"Make a prompt version whose gate passes the one that TnsTriage ships: write {Promotion.FileName} beside the prompts. Example: tnseval promote latest --baseline RUN");
        promote._arguments.AddTo(command);
        command.Add(promote._force);
        command.Add(promote._reason);
        command.SetAction(promote.Invoke);
        return command;
    }

    private int Invoke(ParseResult parsed)
    {
        var workspace = Workspace.Open(_context);
        var (isForced, reason) = (parsed.GetValue(_force), parsed.GetValue(_reason)?.Trim());
        if (isForced != reason is { Length: > 0 })
        {
            workspace.Problems.Add(new Problem(isForced ? "--force" : "--reason", "--force and --reason go together", "Give both, or neither"));
        }

        if (_arguments.Judge(parsed, workspace) is not { } judged)
        {
            return workspace.Fail();
        }

        var folder = workspace.Settings.Resolve(workspace.Settings.Prompts);
        if (Promotion.FindPrompt(judged.Runs[0].Manifest, folder, workspace.Problems) is not { } prompt)
        {
            return workspace.Fail();
        }

        var isJson = parsed.GetValue(GlobalOptions.Json);
        if (judged.Report.Verdict != GateVerdict.Pass && !isForced)
        {
            GateText.Write(_context.Error, judged.Report, parsed.GetValue(GlobalOptions.Verbose));
            _context.Error.WriteLine($"Not promoted: the gate says {RuleText.Word(judged.Report.Verdict)}. To promote all the same: --force --reason TEXT");
            return judged.ExitCode;
        }

        var provenance = Promotion.Write(prompt, judged.Report, judged.Runs, reason);
        var path = workspace.ForUser(Path.Combine(folder, Promotion.FileName));
        if (isJson)
        {
            _context.Out.WriteLine(new JsonObject
            {
                ["file"] = path,
                ["prompt"] = provenance.Prompt,
                ["hash"] = provenance.PromptHash,
                ["kind"] = WireName<ProvenanceKind>.Of(provenance.Kind),
                ["gate"] = provenance.Gate,
                ["forcedBecause"] = provenance.ForcedBecause,
            }.ToJsonString(JsonText.Indented));
        }
        else
        {
            _context.Out.WriteLine(Printable.Line($"{path}: {provenance}"));
            _context.Out.WriteLine("TnsTriage carries it from its next build on.");
        }

        return ExitCode.Ok;
    }
}
