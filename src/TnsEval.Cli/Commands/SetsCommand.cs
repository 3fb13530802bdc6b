using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsEval.Prompts;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval sets list|check</c>; <c>import</c> and <c>redact</c> have files of their own.</summary>
internal static class SetsCommand
{
    private static readonly Argument<string[]> Paths = new("set") { Description = "Eval set files or folders; the default set when none is given", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List the files of an eval set with their counts and hashes. Example: tnseval sets list") { Paths };
        list.SetAction(parsed => List(context, parsed));
        var check = new Command("check", "Check an eval set: every line, near-duplicates, leakage into prompts, names, counts and shortcuts. Example: tnseval sets check eval-sets/tns-support") { Paths };
        check.SetAction(parsed => Check(context, parsed));
        return new Command("sets", "List, check, import and redact eval sets.") { list, check, SetsImportCommand.Create(context), SetsRedactCommand.Create(context) };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        var (workspace, set) = Load(context, parsed);
        if (set is null)
        {
            return workspace.Fail();
        }

        var files = set.Files.Select(file => (file, part: set.OfFile(file))).ToArray();
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. files.Select(entry => Describe(workspace, entry.file, entry.part))]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        foreach (var (file, part) in files)
        {
            var escalate = part.Cases.Count(@case => @case.Label.IsEscalate);
            context.Out.WriteLine($"{part.Hash[..12]}  {part.Cases.Count,5} tickets ({escalate} escalate, {part.Cases.Count - escalate} benign, {Pairs(part)} pairs)  {workspace.ForUser(file)}");
        }

        return ExitCode.Ok;
    }

    private static int Check(CommandContext context, ParseResult parsed)
    {
        var (workspace, set) = Load(context, parsed);
        var check = set is null ? null : SetCheck.Of(set, Prompts(context, workspace));
        workspace.Problems.AddRange(check?.Problems ?? []);
        foreach (var warning in check?.Warnings ?? [])
        {
            context.Error.WriteLine($"warning: {warning}");
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(CheckedSetJson.Of(workspace.Problems, set, check));
            return workspace.Problems.Count > 0 ? ExitCode.BadInput : ExitCode.Ok;
        }

        if (set is null || check is null || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var escalate = set.Cases.Count(@case => @case.Label.IsEscalate);
        context.Out.WriteLine($"{set.Cases.Count} tickets in {set.Files.Count} files, no problems");
        context.Out.WriteLine($"  {escalate} escalate, {set.Cases.Count - escalate} benign, {Pairs(set)} pairs");
        context.Out.WriteLine($"  severity    {Counts(set.Cases.Select(@case => WireName<Severity>.Of(@case.Label.Severity)))}");
        context.Out.WriteLine($"  languages   {string.Join(", ", check.Languages.Select(count => $"{count.Language} {count.Cases}"))}");
        context.Out.WriteLine($"  shortcuts   length alone {Area(check.Shortcuts.Length)}, bag of words {Area(check.Shortcuts.Words)} (cross-validated AUROC; 0.5 tells nothing)");
        context.Out.WriteLine($"  hash        {set.Hash}");
        TagTable.Write(context.Out, check.Tags);
        return ExitCode.Ok;
    }

    /// <summary>The prompt versions whose few-shots must not be in a set; none where there is no prompt folder.</summary>
    private static IReadOnlyList<PromptFile> Prompts(CommandContext context, Workspace workspace)
    {
        var folder = workspace.Settings.Resolve(workspace.Settings.Prompts);
        return Directory.Exists(folder) ? PromptLibrary.Load([], context.WorkingDirectory, folder, workspace.Problems) : [];
    }

    private static string Area(double? area) =>
        area is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00}") : $"none (fewer than {ShortcutBaselines.MinTicketsPerLabel} tickets of a label)";

    private static (Workspace Workspace, EvalSet? Set) Load(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        var paths = parsed.GetValue(Paths) is { Length: > 0 } named ? named.Select(workspace.FromUser).ToArray() : [workspace.Settings.Resolve(workspace.Settings.Set)];
        EvalSet.TryLoad(paths, split: null, out var set, out var problems);
        workspace.Problems.AddRange(problems);
        return (workspace, workspace.Problems.Count > 0 ? null : set);
    }

    private static JsonObject Describe(Workspace workspace, string file, EvalSet set) => new()
    {
        ["file"] = workspace.ForUser(file),
        ["hash"] = set.Hash,
        ["tickets"] = set.Cases.Count,
        ["escalate"] = set.Cases.Count(@case => @case.Label.IsEscalate),
        ["benign"] = set.Cases.Count(@case => !@case.Label.IsEscalate),
        ["pairs"] = Pairs(set),
    };

    private static int Pairs(EvalSet set) => set.Cases.Count(@case => @case.Pair is not null) / 2;

    private static string Counts(IEnumerable<string> names) =>
        string.Join(", ", names.CountBy(name => name).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
