using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>Which column gives which field of a case.</summary>
internal sealed class ColumnMap
{
    private const int MaxColumnsShown = 20;
    private const int MaxNameLength = 60;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("@<>!?{}=;");

    private readonly OrderedDictionary<ImportField, string> _named;

    private ColumnMap(OrderedDictionary<ImportField, string> named) => _named = named;

    /// <summary>Reads terms such as <c>body=Full text</c>; either a map or every problem they have.</summary>
    public static bool TryParse(IReadOnlyList<string> terms, [NotNullWhen(true)] out ColumnMap? map, out IReadOnlyList<Problem> problems)
    {
        var found = new List<Problem>();
        var named = new OrderedDictionary<ImportField, string>();
        foreach (var term in terms)
        {
            if (term.Split('=', 2) is not [var name, { Length: > 0 } column])
            {
                found.Add(new Problem("--map", $"{ShownValue.Of(term)} is not field=column", "Write it like body=Description"));
            }
            else if (!WireName<ImportField>.TryParse(name, out var field))
            {
                found.Add(new Problem("--map", $"unknown field {ShownValue.Of(name)}", NearestName.Fix(name, WireName<ImportField>.All)));
            }
            else if (!named.TryAdd(field, column))
            {
                found.Add(new Problem("--map", $"field \"{name}\" is mapped twice", "Keep one of the two columns"));
            }
        }

        (map, problems) = (found.Count > 0 ? null : new ColumnMap(named), found);
        return map is not null;
    }

    /// <summary>Whether the user named a column for the field.</summary>
    public bool IsNamed(ImportField field) => _named.ContainsKey(field);

    /// <summary>The column of a field; null when it has none.</summary>
    public string? ColumnOf(ImportField field) =>
        _named.TryGetValue(field, out var column) ? column
        : field == ImportField.Id ? null
        : WireName<ImportField>.Of(field);

    /// <summary>Where each field stands among columns. Case and outer blanks of a column's name do not matter when nothing fits exactly.</summary>
    /// <param name="columns">The header.</param>
    /// <param name="where">The file.</param>
    /// <param name="problems">Takes what a user must settle: a named column that is absent or ambiguous, or no column for the body.</param>
    public IReadOnlyDictionary<ImportField, int> Resolve(IReadOnlyList<string> columns, string where, List<Problem> problems)
    {
        var positions = new Dictionary<ImportField, int>();
        var found = new List<Problem>();
        foreach (var field in Enum.GetValues<ImportField>())
        {
            if (ColumnOf(field) is not { } column)
            {
                continue;
            }

            var fitting = Positions(columns, name => name == column);
            fitting = fitting.Length > 0 ? fitting : Positions(columns, name => name.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
            if (fitting.Length == 1)
            {
                positions[field] = fitting[0];
            }
            else if (fitting.Length > 1)
            {
                found.Add(new Problem(where, $"column {ShownValue.Of(column)} stands {fitting.Length} times", "Rename all but one of them"));
            }
            else if (IsNamed(field) || field == ImportField.Body)
            {
                found.Add(new Problem(
                    where,
                    $"there is no column {ShownValue.Of(column)} for the field \"{WireName<ImportField>.Of(field)}\"",
                    $"Pass --map {WireName<ImportField>.Of(field)}=COLUMN with one of {Shown(columns)}"));
            }
        }

        problems.AddRange(positions.Count > 0 || CouldBeHeader(columns)
            ? found
            : [new Problem(where, "the first line does not look like the names of columns", "Write a line above it that names them, such as subject,body,label")]);
        return positions;
    }

    /// <summary>Column names for a message, such as <c>"subject", "body"</c>.</summary>
    public static string Shown(IReadOnlyCollection<string> columns) =>
        string.Join(", ", columns.Take(MaxColumnsShown).Select(column => CouldBeName(column) ? $"\"{column}\"" : ShownValue.Of(column))) + (columns.Count > MaxColumnsShown ? $" and {columns.Count - MaxColumnsShown} more" : "");

    /// <summary>
    /// A file without a header begins with a ticket, which a message must not repeat. Names of columns are short, and no sentences, numbers or addresses.
    /// </summary>
    private static bool CouldBeHeader(IReadOnlyList<string> columns) =>
        columns.All(column => column.Trim().Length == 0 || CouldBeName(column)) && columns.Any(column => column.Any(char.IsLetter));

    private static bool CouldBeName(string column) =>
        column.Length <= MaxNameLength && column.Any(char.IsLetter) && !column.AsSpan().ContainsAny(NotInNames) && !column.Any(char.IsControl);

    private static int[] Positions(IReadOnlyList<string> columns, Func<string, bool> fits) =>
        [.. Enumerable.Range(0, columns.Count).Where(position => fits(columns[position]))];
}
