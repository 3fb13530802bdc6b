using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval prompts release</c>: from now on <c>prompts check</c> holds a version to its hash.</summary>
internal static class PromptsReleaseCommand
{
    private static readonly Argument<string[]> Names = new("prompt") { Description = "Prompt files or version names", Arity = ArgumentArity.OneOrMore };

    public static Command Create(CommandContext context)
    {
        var release = new Command("release", $"Freeze versions: write their hashes to {ReleasedPrompts.FileName} beside them. Example: tnseval prompts release v6") { Names };
        release.SetAction(parsed => Release(context, parsed));
        return release;
    }

    private static int Release(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        var files = PromptLibrary.Load(parsed.GetValue(Names)!, context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems);
        PromptChecks.Released(workspace, files);
        var set = PromptChecks.Leakage(workspace, files, named: []);   // what leaks cannot be mended once it is released
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var lines = new List<string>();
        foreach (var folder in files.GroupBy(file => Path.GetDirectoryName(file.Path)!, StringComparer.Ordinal))
        {
            var before = ReleasedPrompts.Read(folder.Key, workspace.Problems)!;
            lines.AddRange(folder.Select(file => $"{file.Version.Name,-12} {file.Version.Hash[..12]}  {(before.Released.ContainsKey(file.Version.Name) ? "was released already" : "released")}"));
            try
            {
                before.With(folder).Write(folder.Key);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                context.Error.WriteLine(new Problem(workspace.ForUser(Path.Combine(folder.Key, ReleasedPrompts.FileName)), $"cannot be written ({e.GetType().Name})", "Check that the folder may be written"));
                return ExitCode.Infrastructure;
            }
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonObject
            {
                ["released"] = new JsonObject(files.Select(file => KeyValuePair.Create(file.Version.Name, (JsonNode?)file.Version.Hash))),
            }.ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        lines.ForEach(context.Out.WriteLine);
        context.Out.WriteLine($"  {PromptChecks.Told(workspace, set)}");
        return ExitCode.Ok;
    }
}
