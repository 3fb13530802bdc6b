using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace TnsEval.EvalSets.Import;

/// <summary>How one CSV file separates its values, and what its columns are called.</summary>
/// <param name="Delimiter">Comma, semicolon or tab, unless Excel's <c>sep=</c> line names another.</param>
/// <param name="Columns">The header; empty when the file is.</param>
/// <param name="HasSeparatorLine">Whether a <c>sep=</c> line stands before the header.</param>
internal sealed record CsvDialect(string Delimiter, IReadOnlyList<string> Columns, bool HasSeparatorLine)
{
    /// <summary>In characters. What is larger is no message but a quote that nobody closed.</summary>
    public const int MaxFieldSize = 4 * 1024 * 1024;

    private const int SampleSize = 64 * 1024;
    private const string SeparatorLine = "sep=";
    private static readonly string[] Delimiters = [",", ";", "\t"];

    /// <summary>Takes the delimiter under which the header names most of the columns wanted; then the one that makes most columns.</summary>
    public static CsvDialect Detect(string path, Encoding encoding, ColumnMap map)
    {
        var sample = Sample(path, encoding);
        if (sample.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase) && sample.Length > SeparatorLine.Length)
        {
            var delimiter = sample[SeparatorLine.Length].ToString();
            return new CsvDialect(delimiter, Header(sample, delimiter, lines: 2), HasSeparatorLine: true);
        }

        return Delimiters
            .Select(delimiter => new CsvDialect(delimiter, Header(sample, delimiter, lines: 1), HasSeparatorLine: false))
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

    private static string[] Header(string sample, string delimiter, int lines)
    {
        using var parser = new CsvDialect(delimiter, [], HasSeparatorLine: false).Open(new StringReader(sample));
        var isThere = true;
        for (var line = 0; line < lines; line++)
        {
            isThere = parser.Read();
        }

        return isThere ? parser.Record ?? [] : [];
    }

    private static string Sample(string path, Encoding encoding)
    {
        using var reader = new StreamReader(path, encoding);
        var buffer = new char[SampleSize];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }
}
