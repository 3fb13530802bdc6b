namespace TnsEval.Cli.Output;

/// <summary>Rows of cells, each column as wide as its widest cell.</summary>
internal static class TextColumns
{
    private const string Gap = "  ";

    /// <param name="output">Where to.</param>
    /// <param name="indent">Before each row.</param>
    /// <param name="rows">Rows of equally many cells.</param>
    public static void Write(TextWriter output, string indent, IReadOnlyCollection<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows)
        {
            output.WriteLine((indent + string.Join(Gap, row.Select((cell, column) => cell.PadRight(rows.Max(other => other[column].Length))))).TrimEnd());
        }
    }
}
