using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Plugins;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval plugins list|check</c>.</summary>
internal static class PluginsCommand
{
    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List the provider plugins that can be used. Example: tnseval plugins list");
        list.SetAction(parsed => List(context, parsed));
        var check = new Command("check", "Check every plugin folder, load each plugin, and report every problem. Example: tnseval plugins check");
        check.SetAction(parsed => Check(context, parsed));
        return new Command("plugins", "List and check model-provider plugins.") { list, check };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var catalog = workspace.OpenPlugins(parsed);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. catalog.Plugins.Select(Describe)]).ToJsonString(JsonText.Indented));
        }
        else
        {
            foreach (var plugin in catalog.Plugins)
            {
                context.Out.WriteLine($"{plugin.Manifest.Id,-12} {plugin.Manifest.Version,-8} {plugin.Hash[..12]}  {plugin.Folder}");
            }
        }

        WriteProblems(context, catalog.Problems);
        return catalog.Problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
    }

    private static int Check(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var catalog = workspace.OpenPlugins(parsed);
        var problems = catalog.Problems.ToList();
        foreach (var plugin in catalog.Plugins)
        {
            catalog.TryLoad(plugin.Manifest.Id, out _, out var loadProblems);
            problems.AddRange(loadProblems);
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(JsonText.Problems(problems));
            return problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
        }

        WriteProblems(context, problems);
        if (problems.Count == 0)
        {
            context.Out.WriteLine($"{catalog.Plugins.Count} {(catalog.Plugins.Count == 1 ? "plugin" : "plugins")}, no problems");
        }

        return problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
    }

    private static void WriteProblems(CommandContext context, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            context.Error.WriteLine(problem);
        }
    }

    private static JsonObject Describe(Plugin plugin) => new()
    {
        ["id"] = plugin.Manifest.Id,
        ["version"] = plugin.Manifest.Version,
        ["contract"] = plugin.Manifest.Contract,
        ["folder"] = plugin.Folder,
        ["hash"] = plugin.Hash,
    };
}
