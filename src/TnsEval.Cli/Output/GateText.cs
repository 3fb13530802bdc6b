using TnsEval.Gates;

namespace TnsEval.Cli.Output;

/// <summary>A gate for people, a set at a time: what fails first, then what is open and why, then what holds.</summary>
internal static class GateText
{
    public static void Write(TextWriter output, GateReport report, bool isVerbose)
    {
        Line($"{report.Prompt.Name} on {report.Model.Name}: {RuleText.Word(report.Verdict)}");
        foreach (var run in report.Runs)
        {
            Line($"  {run.Cases.Set}, {run.Cases.Count} tickets: {run.Id}{(run.Baseline is { } baseline ? $", against {baseline}" : "")}");
            if (isVerbose)
            {
                Line($"    cases {run.Cases.Hash}");
            }

            WriteRules(report.WorstFirst.Where(result => result.RunId == run.Id));
        }

        if (report.Rules.Any(result => result.RunId is null))
        {
            Line("  without a run");
            WriteRules(report.Rules.Where(result => result.RunId is null));
            foreach (var split in report.Rules.Where(result => result.RunId is null).Select(result => result.Set ?? "test").Distinct(StringComparer.Ordinal))
            {
                Line($"    to make it: tnseval run --prompt {report.Prompt.Name} --model {report.Model.Name} --split {split}");
            }
        }

        output.WriteLine();
        Line(GateSummary.Of(report));
        Line(GateSummary.Method(report));

        void WriteRules(IEnumerable<RuleResult> results)
        {
            foreach (var result in results)
            {
                Line($"    {RuleText.Word(result.Verdict),-12}  {result.Rule,-62}  {RuleText.Figure(result)}".TrimEnd('-', ' '));
                if (RuleText.Open(result) is { Length: > 0 } why && result.RunId is not null)
                {
                    Line($"                  {why}");
                }
            }
        }

        void Line(string text) => output.WriteLine(Printable.Line(text));
    }
}
