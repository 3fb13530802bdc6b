using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Prompts;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval prompts check</c>: each file by itself, against what was released, and its few-shots against the tickets it is measured on.</summary>
internal static class PromptsCheckCommand
{
    private static readonly Option<string[]> Sets = new("--set")
    {
        Description = "Eval set file or folder that no few-shot may come from; may be repeated. Default: all files of the default set",
        HelpName = "file|dir",
    };

    public static Command Create(CommandContext context, Argument<string[]> names)
    {
        var check = new Command("check", "Check prompt files and report every problem, changed released versions and few-shots that leak tickets included. Example: tnseval prompts check prompts/tns-triage/v6.prompt.yml") { names, Sets };
        check.SetAction(parsed => Check(context, parsed, names));
        return check;
    }

    private static int Check(CommandContext context, ParseResult parsed, Argument<string[]> names)
    {
        var workspace = Workspace.Open(context);
        var files = PromptLibrary.Load(parsed.GetValue(names) ?? [], context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems);
        PromptChecks.Released(workspace, files);
        var set = PromptChecks.Leakage(workspace, files, parsed.GetValue(Sets) ?? []);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonObject
            {
                ["problems"] = JsonText.Array(workspace.Problems),
                ["leakageCheckedAgainst"] = set is null ? null : new JsonObject { ["set"] = set.Name, ["hash"] = set.Hash, ["tickets"] = set.Cases.Count },
            }.ToJsonString(JsonText.Indented));
            return workspace.Problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
        }

        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        context.Out.WriteLine($"{files.Count} prompt {(files.Count == 1 ? "version" : "versions")}, no problems");
        context.Out.WriteLine($"  {PromptChecks.Told(workspace, set)}");
        return ExitCode.Ok;
    }
}
