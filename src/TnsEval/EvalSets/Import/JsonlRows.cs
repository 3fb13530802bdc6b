using System.Text;
using System.Text.Json;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>The rows of a JSONL file, one at a time. Also reads back what an import rejected, once somebody has completed it.</summary>
internal sealed class JsonlRows(string path, string name, ColumnMap map, IReadOnlyList<string>? passedOver = null) : IRowSource
{
    private const string ThreadKey = "thread", ReasonsKey = "reasons";

    /// <summary>What a file of rejected rows says besides a case's fields.</summary>
    private static readonly string[] OfRejected = ["where", ReasonsKey, "problems"];

    private readonly List<Problem> _notes = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private Encoding? _encoding;

    public IReadOnlyList<Problem> Notes => _notes;

    public IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        _encoding = SourceText.Detect(path, name, _notes, problems);
        if (_encoding is not null && FirstLine().Trim() is ['[', ..] or "{")
        {
            problems.Add(new Problem(name, "is one JSON document, not one object a line", "Write each object on a line of its own, as jq -c does: jq -c '.[]' for an array, jq -c . else"));
        }

        return problems;
    }

    public IEnumerable<ImportRow> Rows()
    {
        using var stream = SourceText.OpenAsUtf8(path, _encoding!);
        var objects = 0;
        foreach (var (number, line) in JsonLines.Read(stream))
        {
            var row = Row($"{name}:{number}", line);
            objects += row.Raw is null ? 1 : 0;
            yield return row;
        }

        if (objects > 0)
        {
            CheckKeys();
        }
    }

    /// <summary>The first line with anything on it.</summary>
    private string FirstLine()
    {
        using var stream = SourceText.OpenAsUtf8(path, _encoding!);
        return JsonLines.Read(stream).Select(line => Encoding.UTF8.GetString(line.Utf8.Span)).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
    }

    private ImportRow Row(string where, ReadOnlyMemory<byte> line)
    {
        if (!line.Span.ContainsAnyExcept(" \t\r"u8))
        {
            return new ImportRow { Where = where };
        }

        if (!JsonLineText.TryParse(line, out var document, out var problem))
        {
            return ImportRow.Unreadable(where, Encoding.UTF8.GetString(line.Span).TrimEnd('\r'), RejectReason.Invalid(problem.What, problem.Fix));
        }

        using (document)
        {
            var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                values[property.Name] = property.Value;
                _keys.Add(property.Name);
            }

            var row = ImportRow.Of(where, field => map.ColumnOf(field) is { } column && values.TryGetValue(column, out var value) ? Text(value) : null);
            row = IsUnconfirmed(values) ? row with { Faults = [RejectReason.Unconfirmed] } : row;
            return !values.TryGetValue(ThreadKey, out var thread) || thread.ValueKind != JsonValueKind.Array ? row
                : Thread(thread) is { } messages ? row with { Thread = messages }
                : ImportRow.Unreadable(where, document.RootElement.GetRawText(), RejectReason.Thread);
        }
    }

    /// <summary>Whether an earlier import put it down as a proposal, and nobody has confirmed it since.</summary>
    private static bool IsUnconfirmed(Dictionary<string, JsonElement> values) =>
        values.TryGetValue(ReasonsKey, out var reasons) && reasons.ValueKind == JsonValueKind.Array
        && reasons.EnumerateArray().Any(reason => reason.ValueKind == JsonValueKind.String && reason.ValueEquals(RejectReason.Unconfirmed.Code));

    /// <summary>Known only at the end: each line may have keys of its own.</summary>
    private void CheckKeys()
    {
        foreach (var field in Enum.GetValues<ImportField>().Where(field => map.IsNamed(field) || field == ImportField.Body))
        {
            var key = map.ColumnOf(field)!;
            if (!_keys.Contains(key))
            {
                throw new ImportStoppedException(new Problem(
                    name,
                    $"no line has the key {ShownValue.Of(key)} for the field \"{WireName<ImportField>.Of(field)}\"",
                    $"Pass --map {WireName<ImportField>.Of(field)}=KEY with one of {ColumnMap.Shown(Sorted(_keys))}"));
            }
        }

        if (OfRejected.All(_keys.Contains))
        {
            _keys.ExceptWith([.. OfRejected, "pair"]);
        }

        var unused = Sorted(_keys.Where(key => key != ThreadKey && passedOver?.Contains(key, StringComparer.Ordinal) != true && Enum.GetValues<ImportField>().All(field => map.ColumnOf(field) != key)));
        if (unused.Count > 0)
        {
            _notes.Add(new Problem(name, $"keys that were not imported: {ColumnMap.Shown(unused)}", "Name those you need with --map"));
        }
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal)];

    /// <summary>A list becomes what a column would hold.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    /// <summary>Null when an item is no message.</summary>
    private static IReadOnlyList<ThreadMessage>? Thread(JsonElement thread)
    {
        var messages = new List<ThreadMessage>();
        foreach (var message in thread.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object
                || !message.TryGetProperty("from", out var from) || from.ValueKind != JsonValueKind.String
                || !WireName<ThreadAuthor>.TryParse(from.GetString(), out var author)
                || !message.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            messages.Add(new ThreadMessage(author, body.GetString()!));
        }

        return messages;
    }
}
