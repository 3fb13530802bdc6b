using System.Globalization;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults;

/// <summary>What was injected, what was expected of it and what was seen.</summary>
internal sealed class FaultReport(string fault, string injected) : IFaultReport
{
    /// <summary>Head of a Markdown table.</summary>
    public const string TableHead =
        "| fault | injected | accepted | decided | lost | comments twice | acted on unsigned | and |\n|---|---|---:|---:|---:|---:|---:|---|\n";

    private readonly List<(string What, string Expected, string Seen, bool IsMet)> _checks = [];

    public Findings? Findings { get; private set; }

    public bool IsMet => _checks.All(check => check.IsMet);

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

    public IEnumerable<string> Misses => _checks.Where(check => !check.IsMet).Select(check => $"{check.What}: expected {check.Expected}, seen {check.Seen}");

    public string TableRow()
    {
        var counts = Findings is { } findings
            ? string.Create(
                CultureInfo.InvariantCulture, $"{findings.Accepted} | {findings.Decided} | {findings.Lost} | {findings.DoubleComments} | {findings.Unsigned}")
            : " | | | | ";
        return $"| {fault} | {injected} | {counts} | {(Skipped is { } why ? $"skipped: {why}" : string.Join("; ", Own()))} |\n";
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
