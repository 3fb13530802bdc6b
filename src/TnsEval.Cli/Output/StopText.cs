using System.Globalization;
using TnsEval.Runs.EarlyStopping;
using TnsTriage;

namespace TnsEval.Cli.Output;

/// <summary>What a run showed of its limits, and what stopping saved, for people.</summary>
internal static class StopText
{
    /// <summary>Beyond this an e-value is a number for nobody.</summary>
    private const double Million = 1e6;

    public static void Write(TextWriter output, StopReport stop)
    {
        foreach (var (finding, index) in stop.Limits.Select((finding, index) => (finding, index)))
        {
            output.WriteLine($"  {(index == 0 ? "limits" : ""),-12}  {Of(finding)}");
        }

        output.WriteLine($"  {"saved",-12}  {Saved(stop)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"",-12}  The chance that any limit here is judged wrongly is at most {100 * stop.Alpha:0.##} %. The intervals above hold wherever a run stops."));
    }

    private static string Of(LimitFinding finding)
    {
        var rate = WireName<LimitedRate>.Of(finding.Rate).Replace('_', ' ');
        return finding.Decision switch
        {
            LimitDecision.Broken => Line($"{rate} above {100 * finding.Limit:0.###} % shown after {finding.After} tickets, at {finding.Counts} (e = {Evidence(finding.LogEvidence)})"),
            LimitDecision.Held => Line($"{rate} below {100 * finding.Limit:0.###} % shown after {finding.After} tickets, at {finding.Counts} (e = {Evidence(finding.LogEvidence)})"),
            _ => Line($"{rate} at most {100 * finding.Limit:0.###} %: not decided (e = {Evidence(finding.LogEvidence)} of the {Evidence(finding.LogEvidenceNeeded)} needed)"),
        };
    }

    private static string Saved(StopReport stop)
    {
        if (!stop.IsEarly)
        {
            return "nothing: the run went to its last ticket";
        }

        var tokens = stop.TokensSaved is { } saved ? Line($", about {saved:N0} tokens") : "";
        var beyond = stop.FinishedBeyond > 0 ? Line($"; {stop.FinishedBeyond:N0} more had ended beyond the stop and are not counted") : "";
        return Line($"{stop.CasesSaved:N0} of {stop.Of:N0} tickets{tokens}{beyond}");
    }

    private static string Evidence(double logarithm) => Math.Exp(logarithm) is var value && value < Million
        ? Line($"{value:0.#}")
        : Line($"10^{logarithm / Math.Log(10):0}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
