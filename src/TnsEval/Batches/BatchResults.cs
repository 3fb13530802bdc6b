using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Batches;

/// <summary>The lines of result files, joined to the cases of a run; every line is accounted for.</summary>
public sealed class BatchResults
{
    private readonly Dictionary<CaseId, Found> _found = [];
    private readonly List<string> _unreadable = [];
    private readonly List<string> _foreign = [];
    private readonly List<string> _repeated = [];

    private BatchResults()
    {
    }

    /// <summary>Lines that no result can be read from.</summary>
    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Lines whose custom id is no case of the run.</summary>
    public IReadOnlyList<string> Foreign => _foreign;

    /// <summary>Lines that say again what an earlier one said.</summary>
    public IReadOnlyList<string> Repeated => _repeated;

    /// <summary>Cases with two different answers, by the lines they stand in: neither is taken.</summary>
    public IEnumerable<string> Contradicting => _found.Values.Where(found => found.Other is not null).Select(found => $"{found.Where} and {found.Other}");

    /// <summary>Result lines in which the service failed to answer, and no other line of that case does.</summary>
    public IEnumerable<string> Failures => _found.Values.Where(found => found.Result is BatchResult.Failed).Select(found => $"{found.Where}: {((BatchResult.Failed)found.Result).Reason}");

    /// <summary>Reads all files.</summary>
    /// <param name="files">Output and error files of one or more batches, by path and by the name for messages.</param>
    /// <param name="cases">The run's cases.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static BatchResults Read(IEnumerable<(string Path, string Name)> files, IReadOnlySet<CaseId> cases)
    {
        var results = new BatchResults();
        foreach (var (path, name) in files)
        {
            using var stream = File.OpenRead(path);
            foreach (var (number, line) in JsonLines.Read(stream))
            {
                if (line.Span.ContainsAnyExcept(" \t\r"u8))
                {
                    results.Add($"{name}:{number}", line, cases);
                }
            }
        }

        return results;
    }

    /// <summary>What is known of a case: null when no line speaks of it, or two that contradict each other.</summary>
    internal BatchResult? Of(CaseId id) => _found.TryGetValue(id, out var found) && found.Other is null ? found.Result : null;

    private void Add(string where, ReadOnlyMemory<byte> line, IReadOnlySet<CaseId> cases)
    {
        if (BatchResult.Read(line) is not var (customId, result))
        {
            _unreadable.Add(where);
            return;
        }

        var id = new CaseId(customId);
        if (!cases.Contains(id))
        {
            _foreign.Add(where);
            return;
        }

        if (!_found.TryGetValue(id, out var earlier) || (earlier.Result is BatchResult.Failed && result is not BatchResult.Failed))
        {
            _found[id] = new Found(where, result, Other: null);   // an answer counts for more than an earlier failure to give one
        }
        else if (result is BatchResult.Failed || IsSame(earlier.Result, result))
        {
            _repeated.Add(where);
        }
        else
        {
            _found[id] = earlier with { Other = earlier.Other ?? where };
        }
    }

    private static bool IsSame(BatchResult left, BatchResult right) => (left, right) switch
    {
        (BatchResult.Answered one, BatchResult.Answered two) => Json(one.Response) == Json(two.Response),
        _ => left == right,
    };

    private static string Json(ChatResponse response) => JsonSerializer.Serialize(RecordedAnswer.Of(response), RecordingJson.Lines.RecordedAnswer);

    /// <param name="Where">File and line.</param>
    /// <param name="Result">What it says.</param>
    /// <param name="Other">The first line that says something else; null when there is none.</param>
    private sealed record Found(string Where, BatchResult Result, string? Other);
}
