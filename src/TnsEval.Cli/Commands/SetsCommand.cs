using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval sets list|check|redact</c>; redact is in <see cref="SetsRedactCommand"/>.</summary>
internal static class SetsCommand
{
    private static readonly Argument<string[]> Paths = new("set") { Description = "Eval set files or folders; the default set when none is given", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(CommandContext context)
    {
        var list = new Command("list", "List the files of an eval set with their counts and hashes. Example: tnseval sets list") { Paths };
        list.SetAction(parsed => List(context, parsed));
        var check = new Command("check", "Check every ticket and label of an eval set and report every problem. Example: tnseval sets check eval-sets/tns-support") { Paths };
        check.SetAction(parsed => Check(context, parsed));
        return new Command("sets", "List, check and redact eval sets.") { list, check, SetsRedactCommand.Create(context) };
    }

    private static int List(CommandContext context, ParseResult parsed)
    {
        var (workspace, set) = Load(context, parsed);
        if (set is null)
        {
            return workspace.Fail();
        }

        var files = set.Files.Select(file => EvalSet.TryLoad([file], null, out var part, out _) ? (file, part) : default).Where(entry => entry.part is not null).ToArray();
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. files.Select(entry => Describe(workspace, entry.file, entry.part!))]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        foreach (var (file, part) in files)
        {
            var escalate = part!.Cases.Count(@case => @case.Label.IsEscalate);
            context.Out.WriteLine($"{part.Hash[..12]}  {part.Cases.Count,5} tickets ({escalate} escalate, {part.Cases.Count - escalate} benign, {Pairs(part)} pairs)  {workspace.ForUser(file)}");
        }

        return ExitCode.Ok;
    }

    private static int Check(CommandContext context, ParseResult parsed)
    {
        var (workspace, set) = Load(context, parsed);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(JsonText.Problems(workspace.Problems));
            return set is null ? ExitCode.BadInput : ExitCode.Ok;
        }

        if (set is null)
        {
            return workspace.Fail();
        }

        var positives = set.Cases.Where(@case => @case.Label.IsEscalate).ToArray();
        var negatives = set.Cases.Where(@case => !@case.Label.IsEscalate).ToArray();
        context.Out.WriteLine($"{set.Cases.Count} tickets in {set.Files.Count} files, no problems");
        context.Out.WriteLine($"  {positives.Length} escalate, {negatives.Length} benign, {Pairs(set)} pairs");
        context.Out.WriteLine($"  categories  {Counts(positives.Select(@case => WireName<HarmCategory>.Of(@case.Label.Categories[0])))}");
        context.Out.WriteLine($"  benign      {Counts(negatives.SelectMany(@case => @case.StressTags.Where(StressTags.HardNegativeKinds.Contains)))}");
        context.Out.WriteLine($"  severity    {Counts(set.Cases.Select(@case => WireName<Severity>.Of(@case.Label.Severity)))}");
        context.Out.WriteLine($"  tags        {Counts(set.Cases.SelectMany(@case => @case.StressTags.Where(StressTags.CrossCutting.Contains)))}");
        context.Out.WriteLine($"  languages   {Counts(set.Cases.Select(@case => @case.Ticket.Language))}");
        context.Out.WriteLine($"  hash        {set.Hash}");
        return ExitCode.Ok;
    }

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
