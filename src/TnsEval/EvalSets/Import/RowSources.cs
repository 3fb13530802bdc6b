using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>Finds the reader of each source.</summary>
internal static class RowSources
{
    /// <summary>In the order of the options; all files and folders of a Front export are one source, because messages and conversations stand in different files.</summary>
    public static IReadOnlyList<IRowSource> Of(ImportOptions options, ColumnMap map, List<Problem> problems)
    {
        var sources = new List<IRowSource>();
        var front = new List<(string Path, string Name)>();
        foreach (var path in options.Sources)
        {
            switch (options.Format ?? FormatOf(path))
            {
                case var _ when !Path.Exists(path):
                    problems.Add(new Problem(options.Shown(path), "no such file or folder", "Correct the path; it is taken from the working directory"));
                    break;
                case not null and not ImportFormat.Front when Directory.Exists(path):
                    problems.Add(new Problem(options.Shown(path), "is a folder", "Name the files in it; only a Front export is read by folder"));
                    break;
                case ImportFormat.Csv:
                    sources.Add(new CsvRows(path, options.Shown(path), map));
                    break;
                case ImportFormat.Jsonl:
                    sources.Add(new JsonlRows(path, options.Shown(path), map));
                    break;
                case ImportFormat.Front:
                    front.Add((path, options.Shown(path)));
                    break;
                default:
                    problems.Add(new Problem(options.Shown(path), "its name does not tell its format", $"Pass --format with one of {string.Join(", ", WireName<ImportFormat>.All)}"));
                    break;
            }
        }

        foreach (var path in options.Ledgers)
        {
            if (File.Exists(path))
            {
                sources.Add(new LedgerRows(path, options.Shown(path), map));
            }
            else
            {
                problems.Add(new Problem(options.Shown(path), "no such file", "Correct the path; it is taken from the working directory"));
            }
        }

        return front.Count > 0 ? [.. sources, new FrontRows(front, map)] : sources;
    }

    private static ImportFormat? FormatOf(string path) => Directory.Exists(path) ? ImportFormat.Front : Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".txt" => ImportFormat.Csv,
        ".jsonl" or ".ndjson" => ImportFormat.Jsonl,
        ".json" => ImportFormat.Front,
        _ => null,
    };
}
