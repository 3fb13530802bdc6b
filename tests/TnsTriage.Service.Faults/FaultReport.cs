using System.Globalization;
using System.Text;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults;

/// <summary>What was injected, what was expected of it and what was seen.</summary>
internal sealed class FaultReport(string fault, string injected)
{
    private readonly List<(string What, string Expected, string Seen, bool IsMet)> _checks = [];

    public string Fault => fault;

    public string Injected => injected;

    public Findings? Findings { get; private set; }

    public bool IsMet => _checks.All(check => check.IsMet);

    /// <summary>Why it was not injected; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Notes what every fault must leave true: what was accepted is decided, nothing is lost, doubled, unsigned or told.</summary>
    /// <param name="findings">Of the bench, when it has come to rest.</param>
    /// <param name="dead">How many dead letters the fault is to leave.</param>
    public FaultReport Rest(Findings findings, int dead = 0)
    {
        Findings = findings;
        Expect("decided", findings.Accepted - dead, findings.Decided);
        Expect("lost", 0, findings.Lost);
        Expect("dead letters", dead, findings.DeadLetters);
        Expect("comments twice", 0, findings.DoubleComments);
        Expect("acted on unsigned", 0, findings.Unsigned);
        Expect("words in logs or files", 0, findings.Leaks);
        return findings.Escalations.Of == 0 ? this : Expect("alarms shown in full", findings.Escalations.Of, findings.Escalations.Done);
    }

    public FaultReport Expect(string what, long expected, long seen) => Add(what, Text(expected), Text(seen), expected == seen);

    public FaultReport ExpectAtLeast(string what, long least, long seen) => Add(what, $"at least {Text(least)}", Text(seen), seen >= least);

    public FaultReport ExpectAtMost(string what, long most, long seen) => Add(what, $"at most {Text(most)}", Text(seen), seen <= most);

    public FaultReport Expect(string what, bool isSo) => Add(what, "yes", isSo ? "yes" : "no", isSo);

    /// <summary>What was expected and not seen.</summary>
    public IEnumerable<string> Misses => _checks.Where(check => !check.IsMet).Select(check => $"{check.What}: expected {check.Expected}, seen {check.Seen}");

    /// <summary>Markdown table of reports.</summary>
    public static string Table(IEnumerable<FaultReport> reports)
    {
        var text = new StringBuilder()
            .Append("| fault | injected | accepted | decided | lost | comments twice | acted on unsigned | and |\n")
            .Append("|---|---|---:|---:|---:|---:|---:|---|\n");
        foreach (var report in reports)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {report.Fault} | {report.Injected} | ");
            text.Append(report.Findings is { } findings
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{findings.Accepted} | {findings.Decided} | {findings.Lost} | {findings.DoubleComments} | {findings.Unsigned} | ")
                : "| | | | | ");
            text.Append(report.Skipped is { } why ? $"skipped: {why}" : string.Join("; ", report.Own())).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>The checks that have no column of their own.</summary>
    private IEnumerable<string> Own() => _checks
        .Where(check => !check.IsMet || check.What is not ("decided" or "lost" or "comments twice" or "acted on unsigned" or "words in logs or files" or "dead letters")
            || (check.What == "dead letters" && check.Seen != "0"))
        .Select(check => check.IsMet ? $"{check.What} {check.Seen}" : $"**{check.What} {check.Seen}, expected {check.Expected}**");

    private FaultReport Add(string what, string expected, string seen, bool isMet)
    {
        _checks.Add((what, expected, seen, isMet));
        return this;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
