using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace TnsEval.EvalSets.Import;

/// <summary>How one CSV file separates its values, and what its columns are called.</summary>
/// <param name="Delimiter">Comma, semicolon, tab or bar, unless Excel's <c>sep=</c> line names another.</param>
/// <param name="Columns">The header; empty when the file is.</param>
/// <param name="HeaderRecords">How many records come before the first row: the header, blank lines and a <c>sep=</c> line before it.</param>
internal sealed record CsvDialect(string Delimiter, IReadOnlyList<string> Columns, int HeaderRecords)
{
    /// <summary>In characters. What is larger is no message but a quote that nobody closed.</summary>
    public const int MaxFieldSize = 4 * 1024 * 1024;

    private const int SampleSize = 64 * 1024;
    private const string SeparatorLine = "sep=";
    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    /// <summary>Takes the delimiter under which the header names most of the columns wanted; then the one that makes most columns.</summary>
    public static CsvDialect Detect(string path, Encoding encoding, ColumnMap map)
    {
        var sample = Sample(path, encoding);
        if (sample.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase) && sample.Length > SeparatorLine.Length)
        {
            var delimiter = sample[SeparatorLine.Length].ToString();
            return WithHeader(sample, delimiter, skipped: 1);
        }

        return Delimiters
            .Select(delimiter => WithHeader(sample, delimiter, skipped: 0))
            .OrderByDescending(dialect => map.Resolve(dialect.Columns, where: "", []).Count)
            .ThenByDescending(dialect => dialect.Columns.Count)
            .First();
    }

    /// <summary>Reads records strictly by RFC 4180; blank lines are records too.</summary>
    public CsvParser Open(TextReader reader) => new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = Delimiter,
        IgnoreBlankLines = false,
        BadDataFound = null,
        MaxFieldSize = MaxFieldSize,
    });

    /// <summary>The header is the first record with anything in it.</summary>
    private static CsvDialect WithHeader(string sample, string delimiter, int skipped)
    {
        using var parser = new CsvDialect(delimiter, [], HeaderRecords: 0).Open(new StringReader(sample));
        for (var records = 1; parser.Read(); records++)
        {
            if (records > skipped && parser.Record is { } columns && !columns.All(string.IsNullOrWhiteSpace))
            {
                return new CsvDialect(delimiter, columns, records);
            }
        }

        return new CsvDialect(delimiter, [], HeaderRecords: 0);
    }

    private static string Sample(string path, Encoding encoding)
    {
        using var reader = new StreamReader(path, encoding);
        var buffer = new char[SampleSize];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }
}
