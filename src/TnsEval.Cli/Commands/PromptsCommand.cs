using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Prompts;
using TnsTriage.Prompts;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval prompts list|check|show</c>.</summary>
internal static class PromptsCommand
{
    private static readonly Argument<string[]> Names = new("prompt")
    {
        Description = "Prompt file, folder, or version name; all versions of the default folder when none is given",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string> Name = new("prompt") { Description = "Prompt file or version name" };

    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List prompt versions. Example: tnseval prompts list") { Names };
        list.SetAction(parsed => List(context, parsed));
        var check = new Command("check", "Check prompt files and report every problem. Example: tnseval prompts check prompts/tns-triage/v3.prompt.yml") { Names };
        check.SetAction(parsed => Check(context, parsed));
        var show = new Command("show", "Show one version: its messages and the schema of the answer. Example: tnseval prompts show v3") { Name };
        show.SetAction(parsed => Show(context, parsed));
        return new Command("prompts", "List, check and show prompt versions.") { list, check, show };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        var (workspace, files) = Load(context, parsed.GetValue(Names) ?? []);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. files.Select(file => Describe(workspace, file))]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        foreach (var file in files)
        {
            context.Out.WriteLine($"{file.Version.Name,-12} {file.Version.Hash[..12]}  {Tokens(file.Version),6} tokens  {FewShots(file.Version),2} few-shots  {workspace.ForUser(file.Path)}");
            context.Out.WriteLine($"{"",-12} {file.Version.Definition.Description}");
        }

        return ExitCode.Ok;
    }

    private static int Check(CommandContext context, ParseResult parsed)
    {
        var (workspace, files) = Load(context, parsed.GetValue(Names) ?? []);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(JsonText.Problems(workspace.Problems));
            return workspace.Problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
        }

        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        context.Out.WriteLine($"{files.Count} prompt {(files.Count == 1 ? "version" : "versions")}, no problems");
        return ExitCode.Ok;
    }

    private static int Show(CommandContext context, ParseResult parsed)
    {
        var (workspace, files) = Load(context, [parsed.GetValue(Name)!]);
        if (workspace.Problems.Count == 0 && files.Count != 1)
        {
            workspace.Problems.Add(new(parsed.GetValue(Name)!, $"names {files.Count} prompt versions", "Name one"));
        }

        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var version = files[0].Version;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(Describe(workspace, files[0]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        context.Out.WriteLine($"{version.Name}  {version.Hash}");
        foreach (var (role, content) in version.Definition.Messages)
        {
            context.Out.WriteLine();
            context.Out.WriteLine($"--- {role.ToString().ToLowerInvariant()}");
            context.Out.WriteLine(content.TrimEnd());
        }

        context.Out.WriteLine();
        context.Out.WriteLine("--- schema of the answer");
        context.Out.WriteLine(JsonNode.Parse(version.Answer.Schema.GetRawText())!.ToJsonString(JsonText.Indented));
        return ExitCode.Ok;
    }

    private static (Workspace Workspace, IReadOnlyList<PromptFile> Files) Load(CommandContext context, IReadOnlyList<string> names)
    {
        var workspace = Workspace.Open(context);
        return (workspace, PromptLibrary.Load(names, context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems));
    }

    private static JsonObject Describe(Workspace workspace, PromptFile file) => new()
    {
        ["name"] = file.Version.Name,
        ["hash"] = file.Version.Hash,
        ["description"] = file.Version.Definition.Description,
        ["model"] = file.Version.Definition.Model,
        ["file"] = workspace.ForUser(file.Path),
        ["approximateTokens"] = Tokens(file.Version),
        ["fewShots"] = FewShots(file.Version),
        ["messages"] = new JsonArray([.. file.Version.Definition.Messages.Select(message => new JsonObject
        {
            ["role"] = message.Role.ToString().ToLowerInvariant(),
            ["content"] = message.Content,
        })]),
        ["schema"] = JsonNode.Parse(file.Version.Answer.Schema.GetRawText()),
    };

    /// <summary>Four characters a token: a rule of thumb for English, without the ticket.</summary>
    private static int Tokens(PromptVersion version) => (version.Definition.Messages.Sum(message => message.Content.Length) + 3) / 4;

    private static int FewShots(PromptVersion version) => version.Definition.Messages.Count(message => message.Role == PromptRole.Assistant);
}
