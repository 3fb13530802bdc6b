using System.CommandLine;
using System.Text.Json;
using TnsEval.Cli.Output;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval rescore</c>: scores a journal again; no model is called.</summary>
internal static class RescoreCommand
{
    private static readonly Argument<string> Run = new("run") { Description = "Run folder, its name, or latest" };

    private static readonly Option<string?> Invalid = new("--invalid")
    {
        Description = $"How answers that are none count: {string.Join(", ", WireName<InvalidPolicy>.All)}. Default: as the run was scored",
        HelpName = "policy",
    };

    public static Command Create(CommandContext context)
    {
        Invalid.AcceptOnlyFromAmong([.. WireName<InvalidPolicy>.All]);
        var command = new Command("rescore", "Score a run's journal again, without calling a model. Example: tnseval rescore latest --invalid as_positive") { Run, Invalid };
        command.SetAction(parsed => Rescore(context, parsed));
        return command;
    }

    private static int Rescore(CommandContext context, ParseResult parsed)
    {
        var workspace = Workspace.Open(context);
        if (workspace.FindRun(parsed.GetValue(Run)!) is not { } folder || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var manifest = folder.ReadManifest();
        var scoring = WireName<InvalidPolicy>.TryParse(parsed.GetValue(Invalid), out var policy)
            ? manifest.Options.Scoring with { InvalidPolicy = policy }
            : manifest.Options.Scoring;
        var records = JournalReader.Read(folder.JournalPath);
        var summary = folder.IsComplete ? RunSummary.OfComplete(manifest, records, scoring) : RunSummary.Of(manifest, records, scoring);
        if (!folder.IsComplete)
        {
            context.Error.WriteLine($"{manifest.Id} stopped after {summary.Scores.Records} of {manifest.Planned} {(manifest.Planned == manifest.Cases.Count ? "cases" : "answers")}: these scores are of a part. Go on with: tnseval run --resume {workspace.RunForUser(folder.Path)}");
        }
        else if (scoring == manifest.Options.Scoring)
        {
            folder.WriteSummary(summary);   // under another policy it would not be the run's own any more
        }

        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(summary, RunJson.Indented.RunSummary));
        }
        else
        {
            ScorecardText.Write(context.Out, summary, workspace.ForUser(folder.Path), parsed.GetValue(GlobalOptions.Verbose));
        }

        return ExitCode.Ok;
    }
}
