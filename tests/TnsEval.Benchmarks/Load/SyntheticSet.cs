using System.Globalization;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Benchmarks.Load;

/// <summary>Eval sets of any size out of the repository's own tickets: each again and again, with an id and a last line of its own.</summary>
internal sealed class SyntheticSet(string folder)
{
    private readonly JsonObject[] _tickets =
    [
        .. new[] { "dev", "test", "ordinary" }
            .SelectMany(split => File.ReadLines(Path.Combine(TestPaths.RepositoryRoot, "eval-sets", "tns-support", $"{split}.jsonl")))
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    /// <summary>The file with so many cases, made when it is first asked for.</summary>
    public string Of(int cases)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{cases}.jsonl"));
        if (!File.Exists(file))
        {
            File.WriteAllLines(file, Enumerable.Range(0, cases).Select(Line));
        }

        return file;
    }

    private string Line(int number)
    {
        var ticket = _tickets[number % _tickets.Length].DeepClone().AsObject();
        ticket["id"] = string.Create(CultureInfo.InvariantCulture, $"t-{number:000000}");
        ticket["pair"] = null;
        ticket["body"] = string.Create(CultureInfo.InvariantCulture, $"{ticket["body"]}\n\nReference {number}");
        return ticket.ToJsonString();
    }
}
