using System.Globalization;
using TnsTriage.Service.Faults;

namespace TnsEval.Workers.Faults;

/// <summary>What was injected into a run, what was expected of it and what was seen.</summary>
internal sealed class RunReport(string fault, string injected) : IFaultReport
{
    /// <summary>Head of a Markdown table.</summary>
    public const string TableHead = "| fault | injected | cases | journaled | lost | counted twice | summary of a local run | and |\n|---|---|---:|---:|---:|---:|---|---|\n";

    private static readonly string[] Columns = ["lost", "counted twice", "summary equal"];

    private readonly List<(string What, string Expected, string Seen, bool IsMet)> _checks = [];
    private string _counts = " | | | | ";

    public bool IsMet => _checks.All(check => check.IsMet);

    public string? Skipped => null;

    public IEnumerable<string> Misses => _checks.Where(check => !check.IsMet).Select(check => $"{check.What}: expected {check.Expected}, seen {check.Seen}");

    /// <summary>Notes what every fault must leave true: each case stands in the journal once, and the summary is that of a local run.</summary>
    /// <param name="bench">Whose run has ended.</param>
    /// <param name="exit">With what.</param>
    /// <param name="local">The local run's scores; null when a case is meant to fail.</param>
    public RunReport Rest(EvalBench bench, int exit, string? local)
    {
        var journal = Journal.Of(bench.Run!);
        var isEqual = local is null || Journal.ScoresOf(bench.Run!) == local;
        _counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{bench.Cases:N0} | {journal.Lines:N0} | {bench.Cases - journal.Outcomes.Count} | {journal.Twice} | {(local is null ? "not comparable" : isEqual ? "equal" : "**not equal**")}");
        Expect("lost", 0, bench.Cases - journal.Outcomes.Count);
        Expect("counted twice", 0, journal.Twice);
        Add("summary equal", "yes", isEqual ? "yes" : "no", isEqual);
        return Expect("exit code", 0, exit);
    }

    public RunReport Expect(string what, long expected, long seen) => Add(what, Text(expected), Text(seen), expected == seen);

    public RunReport ExpectAtLeast(string what, long least, long seen) => Add(what, $"at least {Text(least)}", Text(seen), seen >= least);

    public RunReport ExpectAtMost(string what, long most, long seen) => Add(what, $"at most {Text(most)}", Text(seen), seen <= most);

    public RunReport Expect(string what, bool isSo) => Add(what, "yes", isSo ? "yes" : "no", isSo);

    public string TableRow() => $"| {fault} | {injected} | {_counts} | {string.Join("; ", _checks.Where(check => !Columns.Contains(check.What) || !check.IsMet)
        .Select(check => check.IsMet ? $"{check.What} {check.Seen}" : $"**{check.What} {check.Seen}, expected {check.Expected}**"))} |\n";

    private RunReport Add(string what, string expected, string seen, bool isMet)
    {
        _checks.Add((what, expected, seen, isMet));
        return this;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
