using System.CommandLine;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Reports;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval report</c>: a run, and what changed since another, as one page for a browser or a comment on a pull request.</summary>
internal sealed class ReportCommand
{
    private readonly Argument<string> _run = new("run") { Description = "Run folder, its name, or latest" };
    private readonly Option<string?> _html = new("--html") { Description = "Write one page that holds all it needs; a file that is there is replaced", HelpName = "file" };
    private readonly Option<string?> _markdown = new("--md") { Description = "Write Markdown for a pull request; a file that is there is replaced", HelpName = "file" };
    private readonly Option<string?> _baseline = new("--baseline") { Description = "A run of the same cases to compare with", HelpName = "run" };
    private readonly Option<bool> _includeText = new("--include-text") { Description = "Put tickets, quotes and rationales into the page; it is then as private as the tickets are" };
    private readonly Option<int?> _limit = new("--limit") { CustomParser = OptionRules.WholeNumber, Description = "Most cases in the page's case browser, those that went wrong first", HelpName = "n" };
    private readonly CommandContext _context;

    private ReportCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var report = new ReportCommand(context);
        var command = new Command("report", "Write a run's report. Example: tnseval report latest --baseline RUN --html report.html --md report.md")
        {
            report._run, report._html, report._markdown, report._baseline, report._includeText, report._limit,
        };
        report._limit.Validators.Add(OptionRules.AtLeastOne);
        foreach (var file in new[] { report._html, report._markdown })
        {
            file.Validators.Add(result => OptionRules.NotEmpty(result, "a file"));
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(report._html) is null && result.GetResult(report._markdown) is null)
            {
                result.AddError("Name a file to write: --html report.html, --md report.md, or both.");
            }
            else if (result.GetResult(report._html) is null && (result.GetResult(report._limit) is not null || result.GetResult(report._includeText) is { Implicit: false }))
            {
                result.AddError("--include-text and --limit are for the page's case browser: they need --html.");
            }
        });
        command.SetAction(report.Invoke);
        return command;
    }

    private int Invoke(ParseResult parsed)
    {
        var workspace = Workspace.Open(_context);
        var folder = workspace.FindRun(parsed.GetValue(_run)!);
        var baselineFolder = parsed.GetValue(_baseline) is { } name ? workspace.FindRun(name) : null;
        if (folder is null || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var run = ReportedRun.Read(folder);
        var baseline = baselineFolder is null ? null : ReportedRun.Read(baselineFolder, run.Manifest.Options.Scoring);
        if (baseline is not null && baseline.Manifest.Cases.Hash != run.Manifest.Cases.Hash)
        {
            workspace.Problems.Add(new Problem(
                baseline.Manifest.Id,
                $"is of other cases ({baseline.Manifest.Cases.Set}, {baseline.Manifest.Cases.Count}) than {run.Manifest.Id} ({run.Manifest.Cases.Set}, {run.Manifest.Cases.Count}), so their rates cannot be compared",
                "Name a run of the same cases, or leave --baseline out"));
            return workspace.Fail();
        }

        var tickets = parsed.GetValue(_includeText) ? workspace.TicketsOf(run.Manifest) : null;
        var report = RunReport.Of(run, baseline, tickets, parsed.GetValue(_limit));
        var written = new JsonObject { ["runId"] = run.Manifest.Id, ["baselineId"] = baseline?.Manifest.Id };
        foreach (var (format, file, content) in new (string, string?, Func<RunReport, byte[]>)[]
        {
            ("html", parsed.GetValue(_html), HtmlReport.Of), ("md", parsed.GetValue(_markdown), MarkdownReport.Of),
        })
        {
            written[format] = file is null ? null : Write(workspace, file, content(report));
        }

        if (!run.IsComplete)
        {
            _context.Error.WriteLine($"{run.Manifest.Id} stopped after {run.Scores.Cases} of {run.Manifest.Cases.Count} cases: this report is of a part. Go on with: tnseval run --resume {workspace.RunForUser(folder.Path)}");
        }

        _context.Out.WriteLine(parsed.GetValue(GlobalOptions.Json)
            ? written.ToJsonString(JsonText.Indented)
            : string.Join(Environment.NewLine, written.Where(entry => entry is { Key: "html" or "md", Value: not null }).Select(entry => $"wrote {entry.Value}")));
        return ExitCode.Ok;
    }

    private static string Write(Workspace workspace, string file, byte[] content)
    {
        var path = workspace.FromUser(file);
        ReportFile.Write(path, content);
        return workspace.ForUser(path);
    }
}
