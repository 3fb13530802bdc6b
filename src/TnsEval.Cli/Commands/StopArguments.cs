using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TnsEval.Runs.EarlyStopping;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary>Options of <c>tnseval run</c> on stopping before the last case.</summary>
internal sealed class StopArguments
{
    private readonly Option<double?> _missRate = new("--max-miss-rate") { CustomParser = Share, Description = "With --stop-early: the highest miss rate that is good enough", HelpName = "share" };
    private readonly Option<double?> _falseAlarmRate = new("--max-false-alarm-rate") { CustomParser = Share, Description = "With --stop-early: the highest false-alarm rate that is good enough", HelpName = "share" };

    public Option<bool> StopEarly { get; } = new("--stop-early") { Description = "Stop once each limit is shown to hold or to be broken, such as --max-miss-rate 10% --max-false-alarm-rate 5%; see docs/runs.md" };

    public IReadOnlyList<Option> All => [StopEarly, _missRate, _falseAlarmRate];

    /// <summary>Null without --stop-early; limits without it are a problem, for they would do nothing.</summary>
    public StopRule? Rule(ParseResult parsed, Workspace workspace)
    {
        if (parsed.GetValue(StopEarly))
        {
            return new StopRule { MaxMissRate = parsed.GetValue(_missRate), MaxFalseAlarmRate = parsed.GetValue(_falseAlarmRate) };
        }

        foreach (var limit in new Option[] { _missRate, _falseAlarmRate }.Where(limit => parsed.GetResult(limit) is { Implicit: false }))
        {
            workspace.Problems.Add(new Problem(limit.Name, "does nothing by itself: it is a limit to stop at", "Add --stop-early, or leave it out"));
        }

        return null;
    }

    /// <summary>A share such as 5%, 5 % or 0.05.</summary>
    private static double? Share(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var (number, unit) = text.EndsWith('%') ? (text[..^1].TrimEnd(), 100m) : (text, 1m);
        if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value / unit is > 0 and < 1)
        {
            return (double)(value / unit);
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a share above 0 % and below 100 %, such as 5% or 0.05, not \"{text}\".");
        return null;
    }
}
