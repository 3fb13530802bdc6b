using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Prompts;
using TnsTriage.Prompts;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval prompts list|show</c>; <c>check</c> and <c>release</c> have files of their own.</summary>
internal static class PromptsCommand
{
    private static readonly Argument<string[]> Names = new("prompt")
    {
        Description = "Prompt file, folder, or version name; all versions of the default folder when none is given",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string?> Name = new("prompt") { Description = "Prompt file or version name", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string[]> Diff = new("--diff")
    {
        Description = "Show what changed from one version to another instead: messages, parameters and schema",
        HelpName = "before after",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Prices = new("--prices")
    {
        Description = "Price file to reckon the cost of 1,000 tickets with, such as prompts/prices.json; its figures are yours to keep current",
        HelpName = "file",
    };

    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List prompt versions. Example: tnseval prompts list --prices prompts/prices.json") { Names, Prices };
        list.SetAction(parsed => List(context, parsed));
        var show = new Command("show", "Show one version: its messages and the schema of the answer. Example: tnseval prompts show --diff v4 v5") { Name, Diff };
        show.SetAction(parsed => Show(context, parsed));
        return new Command("prompts", "List, check, show and release prompt versions.") { list, PromptsCheckCommand.Create(context, Names), show, PromptsReleaseCommand.Create(context) };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        var (workspace, files) = Load(context, parsed.GetValue(Names) ?? []);
        var prices = parsed.GetValue(Prices) is { } path ? PriceList.Read(workspace.FromUser(path), workspace.Problems) : null;
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. files.Select(file => Describe(workspace, file, prices))]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        foreach (var file in files)
        {
            var budget = PromptBudget.Of(file.Version);
            context.Out.WriteLine(
                $"{file.Version.Name,-12} {file.Version.Hash[..12]}  {budget.Messages,6} tokens + {budget.Schema,5} schema  {FewShots(file.Version),2} few-shots  {workspace.ForUser(file.Path)}");
            context.Out.WriteLine($"{"",-12} {file.Version.Definition.Description}");
            foreach (var model in prices?.Models ?? [])
            {
                context.Out.WriteLine($"{"",-12} {Cost(budget, prices!, model)}");
            }
        }

        context.Out.WriteLine("Tokens are characters divided by four, without the ticket.");
        return ExitCode.Ok;
    }

    private static string Cost(PromptBudget budget, PriceList prices, ModelPrice model)
    {
        var (uncached, cached) = budget.CostPer1000(prices.PerTicket, model);
        var ifCached = cached is { } amount ? string.Create(CultureInfo.InvariantCulture, $", {amount:0.00} with the prompt cached") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{prices.Currency} {uncached:0.00} per 1,000 tickets{ifCached}: {model.Model}, {(model.IsExample ? "EXAMPLE prices" : "prices")} of {model.AsOf:yyyy-MM-dd}");
    }

    private static int Show(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        var name = parsed.GetValue(Name);
        var pair = parsed.GetValue(Diff) ?? [];
        if (name is null == (pair.Length == 0))
        {
            workspace.Problems.Add(new("prompts show", "needs a prompt, or two after --diff", "Write prompts show v6, or prompts show --diff v4 v5"));
            return workspace.Fail();
        }

        var files = (name is null ? pair : [name]).Select(one => One(context, workspace, one)).OfType<PromptFile>().ToArray();
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        return name is null ? ShowDiff(context, parsed, files[0].Version, files[1].Version) : ShowOne(context, parsed, workspace, files[0]);
    }

    private static int ShowDiff(CommandContext context, ParseResult parsed, PromptVersion before, PromptVersion after)
    {
        var parts = PromptDiff.Between(before, after);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonObject
            {
                ["before"] = new JsonObject { ["name"] = before.Name, ["hash"] = before.Hash },
                ["after"] = new JsonObject { ["name"] = after.Name, ["hash"] = after.Hash },
                ["parts"] = new JsonObject(parts.Select(part => KeyValuePair.Create<string, JsonNode?>(part.Part, new JsonArray([.. part.Lines.Select(line => JsonValue.Create(line))])))),
            }.ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        context.Out.WriteLine($"--- {before.Name}  {before.Hash[..12]}");
        context.Out.WriteLine($"+++ {after.Name}  {after.Hash[..12]}");
        foreach (var (part, lines) in parts)
        {
            context.Out.WriteLine($"{part}:{(lines.Count == 0 ? " the same" : "")}");
            foreach (var line in lines)
            {
                context.Out.WriteLine(line);
            }
        }

        return ExitCode.Ok;
    }

    private static int ShowOne(CommandContext context, ParseResult parsed, Workspace workspace, PromptFile file)
    {
        var version = file.Version;
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(Describe(workspace, file).ToJsonString(JsonText.Indented));
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

    private static PromptFile? One(CommandContext context, Workspace workspace, string name)
    {
        var before = workspace.Problems.Count;
        var files = PromptLibrary.Load([name], context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems);
        if (workspace.Problems.Count == before && files.Count != 1)
        {
            workspace.Problems.Add(new(name, $"names {files.Count} prompt versions", "Name one"));
        }

        return files.Count == 1 ? files[0] : null;
    }

    private static (Workspace Workspace, IReadOnlyList<PromptFile> Files) Load(CommandContext context, IReadOnlyList<string> names)
    {
        var workspace = Workspace.Open(context);
        return (workspace, PromptLibrary.Load(names, context.WorkingDirectory, workspace.Settings.Resolve(workspace.Settings.Prompts), workspace.Problems));
    }

    private static JsonObject Describe(Workspace workspace, PromptFile file, PriceList? prices = null)
    {
        var budget = PromptBudget.Of(file.Version);
        var description = new JsonObject
        {
            ["name"] = file.Version.Name,
            ["hash"] = file.Version.Hash,
            ["description"] = file.Version.Definition.Description,
            ["model"] = file.Version.Definition.Model,
            ["file"] = workspace.ForUser(file.Path),
            ["approximateTokens"] = budget.Messages,
            ["approximateSchemaTokens"] = budget.Schema,
            ["fewShots"] = FewShots(file.Version),
            ["messages"] = new JsonArray([.. file.Version.Definition.Messages.Select(message => new JsonObject
            {
                ["role"] = message.Role.ToString().ToLowerInvariant(),
                ["content"] = message.Content,
            })]),
            ["schema"] = JsonNode.Parse(file.Version.Answer.Schema.GetRawText()),
        };
        if (prices is not null)
        {
            description["costPer1000Tickets"] = new JsonArray([.. prices.Models.Select(model =>
            {
                var (uncached, cached) = budget.CostPer1000(prices.PerTicket, model);
                return new JsonObject
                {
                    ["model"] = model.Model,
                    ["currency"] = prices.Currency,
                    ["uncached"] = uncached,
                    ["cached"] = cached,
                    ["pricesAsOf"] = model.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    ["isExample"] = model.IsExample,
                };
            })]);
        }

        return description;
    }

    private static int FewShots(PromptVersion version) => version.Definition.Messages.Count(message => message.Role == PromptRole.Assistant);
}
