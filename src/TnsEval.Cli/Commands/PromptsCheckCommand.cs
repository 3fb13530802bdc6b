using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval prompts check</c>: each file by itself, and its few-shots against the tickets it is measured on.</summary>
internal static class PromptsCheckCommand
{
    private static readonly Option<string[]> Sets = new("--set")
    {
        Description = "Eval set file or folder that no few-shot may come from; may be repeated. Default: all files of the default set",
        HelpName = "file|dir",
    };

    public static Command Create(CommandContext context, Argument<string[]> names)
    {
        var check = new Command("check", "Check prompt files and report every problem, leakage of tickets into few-shots included. Example: tnseval prompts check prompts/tns-triage/v6.prompt.yml") { names, Sets };
        check.SetAction(parsed => Check(context, parsed, names));
        return check;
    }

    private static int Check(CommandContext context, ParseResult parsed, Argument<string[]> names)
    {
        var workspace = Workspace.Open(context);
        var files = PromptLibrary.Load(parsed.GetValue(names) ?? [], context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems);
        var set = CheckLeakage(workspace, files, parsed.GetValue(Sets) ?? []);
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
        context.Out.WriteLine(set is null
            ? $"  leakage was not checked: there is no eval set at {workspace.ForUser(workspace.Settings.Resolve(workspace.Settings.Set))}; name one with --set"
            : $"  no few-shot is a near-duplicate of one of the {set.Cases.Count} tickets of {set.Name}");
        return ExitCode.Ok;
    }

    /// <summary>Whoever has prompts and no eval set yet has nothing to leak; a set that was named, or that has problems, must be mended first.</summary>
    /// <returns>The set that few-shots were compared with; null when there is none.</returns>
    private static EvalSet? CheckLeakage(Workspace workspace, IReadOnlyList<PromptFile> files, IReadOnlyList<string> named)
    {
        string[] paths = named.Count > 0 ? [.. named.Select(workspace.FromUser)] : [workspace.Settings.Resolve(workspace.Settings.Set)];
        if (named.Count == 0 && !Path.Exists(paths[0]))
        {
            return null;
        }

        if (!EvalSet.TryLoad(paths, split: null, out var set, out var problems))
        {
            var shown = string.Join(' ', paths.Select(workspace.ForUser));
            workspace.Problems.Add(problems is [var only]
                ? only
                : new Problem(shown, $"the eval set has {problems.Count} problems, so leakage was not checked", $"Mend them: tnseval sets check {shown}"));
            return null;
        }

        workspace.Problems.AddRange(Leakage.Check(files, set));
        return set;
    }
}
