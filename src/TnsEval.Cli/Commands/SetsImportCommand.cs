using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Import;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval sets import</c>: other people's exports become an eval set file.</summary>
internal static class SetsImportCommand
{
    private const int MaxRowsShown = 20;

    private static readonly Argument<string[]> Sources = new("file") { Description = "CSV or JSONL files, or JSON files and folders of a Front export", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string> Out = new("--out") { Description = "The .jsonl file to write; rows that cannot be cases yet go to .rejected.jsonl beside it", HelpName = "file", Required = true };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = $"What the files are: {string.Join(", ", WireName<ImportFormat>.All)}. Default: by their names",
        HelpName = "format",
    };

    private static readonly Option<string[]> FromLedger = new("--from-ledger")
    {
        Description = "What people said of the triage service's decisions, as TnsTriage.Service --export-dispositions wrote it; may be repeated",
        HelpName = "file",
    };

    private static readonly Option<string[]> Map = new("--map")
    {
        Description = $"Take a field from a column (in a Front export, a custom field) of another name: {string.Join(", ", WireName<ImportField>.All)}; may be repeated",
        HelpName = "field=column",
    };

    private static readonly Option<string> IdPrefix = new("--id-prefix") { Description = "What new ids begin with", HelpName = "text", DefaultValueFactory = _ => "t-" };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace output files that exist" };

    public static Command Create(CommandContext context)
    {
        Format.AcceptOnlyFromAmong([.. WireName<ImportFormat>.All]);
        var command = new Command("import", "Make an eval set file from exported tickets. Example: tnseval sets import export.csv --out mine/dev.jsonl --map body=Description")
        {
            Sources, FromLedger, Out, Format, Map, IdPrefix, Force,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Import(context, parsed, cancellationToken)));
        return command;
    }

    private static int Import(CommandContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(context);
        var options = new ImportOptions
        {
            Sources = [.. parsed.GetValue(Sources)!.Select(workspace.FromUser)],
            Ledgers = [.. (parsed.GetValue(FromLedger) ?? []).Select(workspace.FromUser)],
            Out = workspace.FromUser(parsed.GetValue(Out)!),
            Format = WireName<ImportFormat>.TryParse(parsed.GetValue(Format), out var format) ? format : null,
            Map = parsed.GetValue(Map) ?? [],
            IdPrefix = parsed.GetValue(IdPrefix)!,
            Overwrite = parsed.GetValue(Force),
            Shown = workspace.ForUser,
        };
        var isJson = parsed.GetValue(GlobalOptions.Json);
        var rows = new RowList(context.Error, isJson ? 0 : parsed.GetValue(GlobalOptions.Verbose) ? int.MaxValue : MaxRowsShown);
        var rowsJson = new JsonArray();
        try
        {
            SetImport.TryRun(options, isJson ? (fate, problem) => rowsJson.Add(Describe(fate, problem)) : rows.Add, out var report, out var problems, cancellationToken);
            workspace.Problems.AddRange(problems);
            if (report is null)
            {
                return Fail(context, workspace, isJson);
            }

            if (isJson)
            {
                context.Out.WriteLine(Describe(workspace, options, report, rowsJson).ToJsonString(JsonText.Indented));
            }
            else
            {
                rows.WriteRest();
                Write(context, workspace, options, report);
            }

            return report.Rows[RowFate.Written] > 0 || IsForPeople(options, report) ? ExitCode.Ok : ExitCode.BadInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(new Problem(workspace.ForUser(options.Out), $"the import could not be read or written to its end ({e.GetType().Name}); no file has changed", "Free or unlock the disk, and import again"));
            return ExitCode.Infrastructure;
        }
    }

    private static int Fail(CommandContext context, Workspace workspace, bool isJson)
    {
        if (!isJson)
        {
            return workspace.Fail();
        }

        context.Out.WriteLine(JsonText.Problems(workspace.Problems));
        return ExitCode.BadInput;
    }

    private static void Write(CommandContext context, Workspace workspace, ImportOptions options, ImportReport report)
    {
        foreach (var note in report.Notes)
        {
            context.Error.WriteLine($"note: {note}");
        }

        context.Out.WriteLine($"{report.Read,7} rows read");
        foreach (var fate in Enum.GetValues<RowFate>())
        {
            var count = report.Rows[fate];
            var file = count == 0 ? "" : fate switch
            {
                RowFate.Written => "  " + workspace.ForUser(options.Out),
                RowFate.Rejected => "  " + workspace.ForUser(options.RejectedPath),
                _ => "",
            };
            context.Out.WriteLine($"{count,7} {CountName(fate)}{file}");
        }

        foreach (var (code, count) in report.Reasons)
        {
            context.Out.WriteLine($"{count,12} {code}");
        }

        if (IsForPeople(options, report))
        {
            WriteNext(context.Out, workspace, options, report);
        }
        else if (report.Rows[RowFate.Written] == 0)
        {
            context.Error.WriteLine(new Problem(
                workspace.ForUser(options.Out),
                report.IsOldOutputKept ? "no row could be written; the file that is there is an older one and has not changed" : "no row could be written, so there is no such file",
                report.Rows[RowFate.Rejected] > 0 ? $"Complete the rows in {workspace.ForUser(options.RejectedPath)} and import that file"
                    : report.Read == 0 ? "Export again: the source holds no rows"
                    : "Export tickets with text"));
        }
    }

    /// <summary>Dispositions are never complete: what a tag does not say, people add.</summary>
    private static bool IsForPeople(ImportOptions options, ImportReport report) => options.Ledgers.Count > 0 && report.Rows[RowFate.Rejected] > 0;

    private static void WriteNext(TextWriter output, Workspace workspace, ImportOptions options, ImportReport report)
    {
        var rejected = workspace.ForUser(options.RejectedPath);
        output.WriteLine($"Next, in {rejected}, which holds what customers wrote:");
        foreach (var (code, todo) in new[]
        {
            ("unconfirmed", "confirmed alarms: correct the champion's categories and severity where they are wrong, and take \"unconfirmed\" out of \"reasons\""),
            ("no_category", "confirmed and missed: add \"severity\" and \"categories\""),
            ("no_hard_negative_kind", $"false alarms: add to \"stress\" one of {string.Join(", ", StressTags.HardNegativeKinds.Order(StringComparer.Ordinal))}"),
        })
        {
            if (report.Reasons.FirstOrDefault(reason => reason.Code == code) is { Rows: > 0 and var rows })
            {
                output.WriteLine($"{rows,7} {todo}");
            }
        }

        output.WriteLine($"Then: tnseval sets import {rejected} --out {Path.ChangeExtension(workspace.ForUser(options.Out), ".checked.jsonl")}");
    }

    private static JsonObject Describe(Workspace workspace, ImportOptions options, ImportReport report, JsonArray rows)
    {
        var counts = new JsonObject { ["read"] = report.Read };
        foreach (var fate in Enum.GetValues<RowFate>())
        {
            counts[CountName(fate)] = report.Rows[fate];
        }

        return new JsonObject
        {
            ["counts"] = counts,
            ["reasons"] = new JsonObject(report.Reasons.Select(reason => KeyValuePair.Create(reason.Code, (JsonNode?)reason.Rows))),
            ["out"] = report.Rows[RowFate.Written] > 0 ? workspace.ForUser(options.Out) : null,
            ["rejectedOut"] = report.Rows[RowFate.Rejected] > 0 ? workspace.ForUser(options.RejectedPath) : null,
            ["notes"] = new JsonArray([.. report.Notes.Select(Describe)]),
            ["rows"] = rows,
        };
    }

    private static string CountName(RowFate fate) => fate == RowFate.Duplicate ? "duplicates" : WireName<RowFate>.Of(fate);

    private static JsonObject Describe(RowFate fate, Problem problem)
    {
        var row = Describe(problem);
        row["fate"] = WireName<RowFate>.Of(fate);
        return row;
    }

    private static JsonObject Describe(Problem problem) => new() { ["where"] = problem.Where, ["what"] = problem.What, ["fix"] = problem.Fix };

    /// <summary>Shows the first rows of each fate as they come, and counts the others.</summary>
    private sealed class RowList(TextWriter error, int maxShown)
    {
        private readonly Dictionary<RowFate, int> _seen = [];

        public void Add(RowFate fate, Problem problem)
        {
            _seen[fate] = _seen.GetValueOrDefault(fate) + 1;
            if (_seen[fate] <= maxShown)
            {
                error.WriteLine($"{WireName<RowFate>.Of(fate)}: {problem}");
            }
        }

        public void WriteRest()
        {
            foreach (var (fate, count) in _seen.Where(pair => pair.Value > maxShown).OrderBy(pair => pair.Key))
            {
                error.WriteLine($"{WireName<RowFate>.Of(fate)}: {count - maxShown} more; --verbose shows all");
            }
        }
    }
}
