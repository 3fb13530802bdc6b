using System.CommandLine;
using System.Text.Json;
using TnsEval.Cli.Output;
using TnsEval.Comparing;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval compare</c>: what one or more candidates changed against a base. It decides nothing; that is <c>gate</c>'s.</summary>
internal sealed class CompareCommand
{
    private readonly Argument<string[]> _runs = new("run")
    {
        Description = "Base, then candidates: run folders, their names, latest, or a prompt version for its newest run",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _base = new("--base") { Description = "The base, where it is not the first run named", HelpName = "run" };
    private readonly Option<bool> _allowDifferentSets = new("--allow-different-sets") { Description = "Compare the tickets in common of runs over unlike sets, or asked unlike often" };
    private readonly Option<int?> _limit = new("--limit") { Description = "Flipped tickets to show of each kind. Default: 5", HelpName = "n", CustomParser = OptionRules.WholeNumber };
    private readonly Option<string?> _prices = new("--prices") { Description = "Price file, to compare what the runs cost. Default: that of the settings", HelpName = "file" };

    private readonly Option<string?> _invalid = new("--invalid")
    {
        Description = $"How answers that are none count: {string.Join(", ", WireName<InvalidPolicy>.All)}. Default: as the runs were scored",
        HelpName = "policy",
    };

    private readonly CommandContext _context;

    private CompareCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var compare = new CompareCommand(context);
        compare._invalid.AcceptOnlyFromAmong([.. WireName<InvalidPolicy>.All]);
        compare._limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
            {
                result.AddError("--limit must not be negative.");
            }
        });
        var command = new Command("compare", "Show which tickets a candidate fixed and broke, and what that proves. Example: tnseval compare v1 v6")
        {
            compare._runs, compare._base, compare._allowDifferentSets, compare._invalid, compare._limit, compare._prices,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(compare._base) is null && result.GetValue(compare._runs) is [_])
            {
                result.AddError("compare takes two runs or more: the base, then its candidates.");
            }
        });
        command.SetAction(compare.Invoke);
        return command;
    }

    private int Invoke(ParseResult parsed)
    {
        var workspace = Workspace.Open(_context);
        string[] names = [.. parsed.GetValue(_base) is { } named ? [named] : Array.Empty<string>(), .. parsed.GetValue(_runs)!];
        var folders = names.Select(workspace.FindRunOrPrompt).OfType<RunFolder>().ToArray();
        var prices = (parsed.GetValue(_prices) is { } file ? workspace.FromUser(file) : workspace.Settings.Options.Prices) is { } path ? PriceList.Read(path, workspace.Problems) : null;
        workspace.Problems.AddRange(folders.Where(folder => !folder.IsComplete).Select(folder => new Problem(
            folder.Id, "stopped before its end, so its figures are of a part", $"Go on with: tnseval run --resume {workspace.RunForUser(folder.Path)}")));
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        ComparedRun[] runs = [.. folders.Select(folder => new ComparedRun(folder.ReadManifest(), JournalReader.Read(folder.JournalPath)))];
        var allowsDifferentSets = parsed.GetValue(_allowDifferentSets);
        var isPolicyGiven = WireName<InvalidPolicy>.TryParse(parsed.GetValue(_invalid), out var policy);
        workspace.Problems.AddRange(runs[1..].SelectMany(run => Comparability.Check(runs[0].Manifest, run.Manifest, isPolicyGiven, allowsDifferentSets)).Distinct());
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var scoring = runs[0].Manifest.Options.Scoring;
        var comparison = Comparison.Of(runs[0], runs[1..], isPolicyGiven ? scoring with { InvalidPolicy = policy } : scoring);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            _context.Out.WriteLine(JsonSerializer.Serialize(comparison, ComparisonJson.Indented.Comparison));
            return ExitCode.Ok;
        }

        var isVerbose = parsed.GetValue(GlobalOptions.Verbose);
        new CompareText(_context.Out, comparison, prices, isVerbose)
        {
            Limit = parsed.GetValue(_limit) ?? 5,
            Tickets = isVerbose ? workspace.TicketsOf(runs[0].Manifest) : null,
        }.Write();
        return ExitCode.Ok;
    }
}
