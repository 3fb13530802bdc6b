using System.Text;
using CsvHelper;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>The rows of a CSV file, one at a time: memory is that of the longest row.</summary>
internal sealed class CsvRows(string path, string name, ColumnMap map) : IRowSource
{
    private readonly List<Problem> _notes = [];
    private Encoding? _encoding;
    private CsvDialect? _dialect;
    private IReadOnlyDictionary<ImportField, int> _positions = new Dictionary<ImportField, int>();

    public IReadOnlyList<Problem> Notes => _notes;

    public IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        _encoding = SourceText.Detect(path, name, _notes, problems);
        if (_encoding is null)
        {
            return problems;
        }

        _dialect = CsvDialect.Detect(path, _encoding, map);
        if (_dialect.Columns.Count == 0)
        {
            problems.Add(new Problem(name, "the file is empty", "Leave it out, or export it again"));
            return problems;
        }

        _positions = map.Resolve(_dialect.Columns, name, problems);
        string[] unused = [.. _dialect.Columns.Where((column, position) => !string.IsNullOrWhiteSpace(column) && !_positions.Values.Contains(position))];
        if (unused.Length > 0)
        {
            _notes.Add(new Problem(name, $"columns that were not imported: {ColumnMap.Shown(unused)}", "Name those you need with --map"));
        }

        return problems;
    }

    public IEnumerable<ImportRow> Rows()
    {
        using var reader = new StreamReader(path, _encoding!);
        using var parser = _dialect!.Open(reader);
        var headers = _dialect.HeaderRecords;
        for (var line = 1; Read(parser, line); line = parser.RawRow + 1)
        {
            if (--headers < 0)
            {
                yield return Row($"{name}:{line}", parser);
            }
        }
    }

    private bool Read(CsvParser parser, int line)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new ImportStoppedException(new Problem(
                $"{name}:{line}", $"a value of this row is longer than {CsvDialect.MaxFieldSize} characters", "Close the quote that was opened here, or shorten the value"));
        }
    }

    private ImportRow Row(string where, CsvParser parser)
    {
        var raw = parser.RawRecord;
        if (!CsvQuotes.AreWellFormed(raw, parser.Delimiter[0]))
        {
            return ImportRow.Unreadable(where, raw, RejectReason.StrayQuote);
        }

        var values = parser.Record!;
        if (values.All(string.IsNullOrWhiteSpace))
        {
            return new ImportRow { Where = where };
        }

        return values.Length != _dialect!.Columns.Count
            ? ImportRow.Unreadable(where, raw, RejectReason.FieldCount(values.Length, _dialect.Columns.Count))
            : ImportRow.Of(where, field => _positions.TryGetValue(field, out var position) ? values[position] : null);
    }
}
