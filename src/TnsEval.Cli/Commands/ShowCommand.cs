using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval show</c>: reads single cases of a run.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Run = new("run") { Description = "Run folder, its name, or latest" };
    private static readonly Option<bool> Misses = new("--misses") { Description = "Escalate tickets that raised no alarm" };
    private static readonly Option<bool> FalseAlarms = new("--false-alarms") { Description = "Benign tickets that raised one" };
    private static readonly Option<bool> Invalid = new("--invalid") { Description = "Tickets without an assessment" };
    private static readonly Option<string?> Case = new("--case") { Description = "One case, whole", HelpName = "id" };

    public static Command Create(CommandContext context)
    {
        var command = new Command("show", "Show cases of a run with ticket, label and answer. Example: tnseval show latest --false-alarms")
        {
            Run, Misses, FalseAlarms, Invalid, Case,
        };
        Case.Validators.Add(result =>
        {
            if (new Option[] { Misses, FalseAlarms, Invalid }.Any(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("--case names one case: leave --misses, --false-alarms and --invalid out.");
            }
        });
        command.SetAction(parsed => Show(context, parsed));
        return command;
    }

    private static int Show(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        if (workspace.FindRun(parsed.GetValue(Run)!) is not { } folder || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var manifest = folder.ReadManifest();
        var id = parsed.GetValue(Case);
        var records = JournalReader.Read(folder.JournalPath).Where(record => IsAskedFor(record, parsed)).OrderBy(record => record.Id.Value, StringComparer.Ordinal).ToArray();
        if (id is not null && records.Length == 0)
        {
            workspace.Problems.Add(new Problem(manifest.Id, $"holds no case \"{id}\"", $"List its cases: tnseval show {workspace.RunForUser(folder.Path)}"));
            return workspace.Fail();
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(new JsonArray([.. records.Select(record => JsonSerializer.SerializeToNode(record, RunJson.Lines.CaseRecord))]).ToJsonString(JsonText.Indented));
            return ExitCode.Ok;
        }

        var tickets = Tickets(context, workspace, manifest);
        foreach (var record in records)
        {
            CaseText.Write(context.Out, record, tickets.GetValueOrDefault(record.Id), isWhole: id is not null);
        }

        var unassessed = id is null && !parsed.GetValue(Invalid) ? JournalReader.Read(folder.JournalPath).Count(record => record.Assessment is null) : 0;
        var stopped = manifest.Stop is { IsEarly: true } stop ? $", which stopped early after {stop.After}" : "";
        context.Out.WriteLine($"{records.Length} of {manifest.Cases.Count} cases of {manifest.Id}{stopped}{(unassessed > 0 ? $"; {unassessed} have no assessment: --invalid" : "")}");
        return ExitCode.Ok;
    }

    private static bool IsAskedFor(CaseRecord record, ParseResult parsed)
    {
        if (parsed.GetValue(Case) is { } id)
        {
            return record.Id.Value == id;
        }

        var (misses, falseAlarms, invalid) = (parsed.GetValue(Misses), parsed.GetValue(FalseAlarms), parsed.GetValue(Invalid));
        return (!misses && !falseAlarms && !invalid)
            || (misses && record.Label.IsEscalate && record.Assessment is { IsAlarm: false })
            || (falseAlarms && !record.Label.IsEscalate && record.Assessment is { IsAlarm: true })
            || (invalid && record.Assessment is null);
    }

    /// <summary>The tickets, read again from the set; none, with a word about it, when the set is not what was run.</summary>
    private static Dictionary<CaseId, EvalCase> Tickets(CommandContext context, Workspace workspace, RunManifest manifest)
    {
        var paths = manifest.Cases.Paths.Select(workspace.Settings.Resolve).ToArray();
        if (EvalSet.TryLoad(paths, manifest.Cases.Split, out var set, out _) && EvalSetFilter.TryParse(manifest.Cases.Filters, out var filter, out _))
        {
            var chosen = set.Where(filter);
            chosen = manifest.Cases.Limit is { } limit ? chosen.Limit(limit, manifest.Options.Seed) : chosen;
            if (chosen.Hash == manifest.Cases.Hash)
            {
                return chosen.Cases.ToDictionary(@case => @case.Id);
            }
        }

        context.Error.WriteLine($"The eval set {manifest.Cases.Set} is gone or has changed since the run, so tickets are not shown.");
        return [];
    }
}
