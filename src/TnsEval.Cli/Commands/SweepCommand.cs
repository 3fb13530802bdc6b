using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using TnsEval.Cli.Output;
using TnsEval.Runs;
using TnsEval.Sweeping;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval sweep</c>: what the answers of a run would have led to at other operating points; no model is called.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string> Run = new("run") { Description = "Run folder, its name, or latest" };
    private static readonly Option<int?> TicketsPerDay = new("--tickets-per-day") { CustomParser = OptionRules.WholeNumber, Description = "Tickets that come in on a day. Default: 1000", HelpName = "n" };
    private static readonly Option<double?> BaseRate = new("--base-rate") { CustomParser = Number, Description = "Tickets that must escalate among all, as a fraction. Default: as the run was scored", HelpName = "fraction" };
    private static readonly Option<double?> MissCost = new("--miss-cost") { CustomParser = Number, Description = "What a miss costs, in the unit of --false-alarm-cost; marks the cheapest point", HelpName = "amount" };
    private static readonly Option<double?> FalseAlarmCost = new("--false-alarm-cost") { CustomParser = Number, Description = "What a false alarm costs", HelpName = "amount" };

    public static Command Create(CommandContext context)
    {
        TicketsPerDay.Validators.Add(OptionRules.AtLeastOne);
        var command = new Command("sweep", "Show what alarms at other severities would have led to, without calling a model. Example: tnseval sweep latest --miss-cost 500 --false-alarm-cost 2")
        {
            Run, TicketsPerDay, BaseRate, MissCost, FalseAlarmCost,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(MissCost) is null != result.GetResult(FalseAlarmCost) is null)
            {
                result.AddError("--miss-cost and --false-alarm-cost go together: only their ratio says which point is the cheapest.");
            }
        });
        command.SetAction(parsed => Sweep(context, parsed));
        return command;
    }

    private static int Sweep(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        if (workspace.FindRun(parsed.GetValue(Run)!) is not { } folder)
        {
            return workspace.Fail();
        }

        var manifest = folder.ReadManifest();
        var options = new SweepOptions
        {
            BaseRate = parsed.GetValue(BaseRate) ?? manifest.Options.Scoring.BaseRate,
            TicketsPerDay = parsed.GetValue(TicketsPerDay) ?? new SweepOptions().TicketsPerDay,
            Costs = (parsed.GetValue(MissCost), parsed.GetValue(FalseAlarmCost)) is ({ } miss, { } falseAlarm) ? new ErrorCosts(miss, falseAlarm) : null,
        };
        workspace.Problems.AddRange(options.Check());
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var sweep = TnsEval.Sweeping.Sweep.Of(manifest, JournalReader.Read(folder.JournalPath), options);
        if (!folder.IsComplete)
        {
            context.Error.WriteLine($"{manifest.Id} stopped after {sweep.Cases} of {manifest.Cases.Count} cases: these points are of a part. Go on with: tnseval run --resume {workspace.RunForUser(folder.Path)}");
        }

        if (sweep.PolicyVersion != sweep.RunPolicyVersion)
        {
            context.Error.WriteLine($"{manifest.Id} was decided by escalation policy {sweep.RunPolicyVersion}; these points are by policy {sweep.PolicyVersion}, so its own scores may differ.");
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(sweep, SweepJson.Indented.Sweep));
        }
        else
        {
            SweepText.Write(context.Out, manifest, sweep);
        }

        return ExitCode.Ok;
    }

    private static double? Number(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a number such as 0.005, not \"{result.Tokens[0].Value}\".");
        return null;
    }
}
