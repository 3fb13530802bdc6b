using System.Text.Json;
using System.Text.Json.Nodes;

namespace TnsEval.Workers.Faults;

/// <summary>What stands in a run folder, read from outside.</summary>
/// <param name="Lines">Whole lines of the journal.</param>
/// <param name="Outcomes">How often each case stands there.</param>
/// <param name="Failed">Cases whose outcome is no assessment.</param>
internal sealed record Journal(int Lines, IReadOnlyDictionary<string, int> Outcomes, IReadOnlySet<string> Failed)
{
    public int Twice => Lines - Outcomes.Count;

    public static Journal Of(string run)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var lines = 0;
        var file = Path.Combine(run, "cases.jsonl");
        if (File.Exists(file))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var record = JsonDocument.Parse(line);
                var id = record.RootElement.GetProperty("id").GetString()!;
                seen[id] = seen.GetValueOrDefault(id) + 1;
                lines++;
                if (!record.RootElement.GetProperty("outcome").ValueEquals("assessed"))
                {
                    failed.Add(id);
                }
            }
        }

        return new Journal(lines, seen, failed);
    }

    /// <summary>The summary's scores without what is timed; empty when there is no summary.</summary>
    public static string ScoresOf(string run)
    {
        var file = Path.Combine(run, "summary.json");
        if (!File.Exists(file))
        {
            return "";
        }

        var scores = JsonNode.Parse(File.ReadAllText(file))!["scores"]!.AsObject();
        scores.Remove("latency");
        return scores.ToJsonString();
    }
}
