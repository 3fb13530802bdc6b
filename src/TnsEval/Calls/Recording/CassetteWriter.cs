using System.Text.Json;
using TnsEval.EvalSets;
using TnsEval.Runs;

namespace TnsEval.Calls.Recording;

/// <summary>
/// The cassette of a run while it is recorded: a file in the run's folder to which each case's answers are appended before the journal counts the case. At the
/// end the answers move to the file that the user named, in the order of the cases, so that the same answers are the same bytes.
/// </summary>
internal sealed class CassetteWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileStream _stream;

    private CassetteWriter(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Opens the recording of a run, new or resumed; a torn last line is cut off.</summary>
    public static CassetteWriter Open(string path)
    {
        JournalReader.Recover(path);
        return new CassetteWriter(path, new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0));
    }

    /// <summary>Appends the answers for one case. Safe to call from many threads.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(CallTrace trace, string model)
    {
        using var lines = new MemoryStream();
        foreach (var (index, exchange) in trace.Exchanges.Index())
        {
            JsonSerializer.Serialize(lines, new CassetteLine
            {
                FormatVersion = CassetteLine.CurrentFormatVersion,
                Case = trace.Case.Value,
                Repeat = trace.Repeat,
                Perturbation = trace.Perturbation,
                Turn = index + 1,
                Request = exchange.RequestIdentity,
                Model = model,
                Answer = RecordedAnswer.Of(exchange.Response),
            }, RecordingJson.Lines.CassetteLine);
            lines.WriteByte((byte)'\n');
        }

        lock (_lock)
        {
            _stream.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        }
    }

    /// <summary>Writes the cassette, whole or not at all, and removes the recording.</summary>
    /// <param name="target">Where; a file that is there is replaced.</param>
    /// <param name="cases">Every case of the run, in order.</param>
    /// <returns>How many answers it holds.</returns>
    /// <exception cref="IOException">The target cannot be written; the recording is still there.</exception>
    /// <exception cref="RunFolderException">The recording was changed by hand.</exception>
    public int MoveTo(string target, IReadOnlyList<EvalCase> cases)
    {
        Dispose();
        var order = cases.Index().ToDictionary(entry => entry.Item.Id.Value, entry => entry.Index, StringComparer.Ordinal);
        var places = Places(order);
        var temporary = $"{target}.tmp";
        try
        {
            Copy(places, temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);   // a full disk leaves half a file
            throw;
        }

        File.Delete(_path);
        return places.Count;
    }

    public void Dispose() => _stream.Dispose();

    private void Copy(IEnumerable<Place> places, string target)
    {
        using var from = File.OpenRead(_path);
        using var to = File.Create(target);
        var buffer = Array.Empty<byte>();
        foreach (var place in places)
        {
            buffer = buffer.Length < place.Length ? new byte[2 * place.Length] : buffer;
            from.Position = place.Offset;
            from.ReadExactly(buffer, 0, place.Length);
            to.Write(buffer, 0, place.Length);
        }
    }

    /// <summary>
    /// Where the lines stand, in the order of the cassette. A case that was recorded and then not journaled, because the process ended in between, was run again: the
    /// later answers count. Where a ticket and a rewritten one come to the same request, the ticket's own answer counts: a replay could not tell them apart.
    /// </summary>
    private List<Place> Places(Dictionary<string, int> order)
    {
        var last = new Dictionary<(int Case, int Repeat, string? Perturbation), List<Place>>();
        var offset = 0L;
        using var stream = File.OpenRead(_path);
        foreach (var (number, bytes) in JsonLines.Read(stream))
        {
            var line = Parse(bytes, number, order);
            var place = new Place(order[line.Case], line.Repeat, line.Perturbation, line.Turn, line.Request, offset, bytes.Length + 1);
            if (line.Turn == 1 || !last.TryGetValue((place.Case, place.Repeat, place.Perturbation), out var turns))
            {
                last[(place.Case, place.Repeat, place.Perturbation)] = turns = [];
            }

            turns.Add(place);
            offset += place.Length;
        }

        return
        [
            .. last.Values.SelectMany(turns => turns)
                .OrderBy(place => place.Case).ThenBy(place => place.Repeat).ThenBy(place => place.Perturbation, StringComparer.Ordinal).ThenBy(place => place.Turn)
                .DistinctBy(place => (place.Case, place.Repeat, place.Turn, place.Request)),
        ];
    }

    private CassetteLine Parse(ReadOnlyMemory<byte> bytes, int number, Dictionary<string, int> order)
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes.Span, RecordingJson.Lines.CassetteLine) is { } line && order.ContainsKey(line.Case))
            {
                return line;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new RunFolderException($"{_path}:{number}: not an answer to a case of this run. The recording was changed by hand or by a disk fault: run again.");
    }

    /// <param name="Case">The case's place in the run.</param>
    /// <param name="Repeat">Which repeat.</param>
    /// <param name="Perturbation">How the ticket was rewritten; null for the ticket as it is.</param>
    /// <param name="Turn">Which answer.</param>
    /// <param name="Request">What it answers.</param>
    /// <param name="Offset">Where its line begins.</param>
    /// <param name="Length">Of the line with its end.</param>
    private readonly record struct Place(int Case, int Repeat, string? Perturbation, int Turn, string Request, long Offset, int Length);
}
