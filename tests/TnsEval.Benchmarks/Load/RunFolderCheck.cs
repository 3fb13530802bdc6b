using System.Text.Json;

namespace TnsEval.Benchmarks.Load;

/// <summary>Whether a run did what it was asked to: speed of anything else is worth nothing.</summary>
internal static class RunFolderCheck
{
    /// <summary>The one run folder below another.</summary>
    public static string In(string runs) => Directory.GetDirectories(runs).Single();

    /// <summary>"yes" when every case stands in the journal exactly once, assessed; else what is wrong.</summary>
    public static string Coverage(string runs, int cases)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int lines = 0, assessed = 0;
        foreach (var line in File.ReadLines(Path.Combine(In(runs), "cases.jsonl")))
        {
            using var record = JsonDocument.Parse(line);
            lines++;
            seen.Add(record.RootElement.GetProperty("id").GetString()!);
            assessed += record.RootElement.GetProperty("outcome").ValueEquals("assessed") ? 1 : 0;
        }

        return (lines, seen.Count, assessed) == (cases, cases, cases) ? "yes" : $"{lines} lines, {seen.Count} cases, {assessed} assessed";
    }
}
