using System.Text.Json;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>
/// Dispositions that the triage service exported: JSONL whose label is what people said by tags. Held to its format version; else read like any JSONL, so that what
/// it lacks, such as the kind of a false alarm, is told as for other rows. Categories and severity there are the champion's, and no label before a person says so.
/// </summary>
internal sealed class LedgerRows(string path, string name, ColumnMap map) : IRowSource
{
    private const int Version = 1;

    /// <summary>What a row says besides a case's fields.</summary>
    private static readonly string[] About = ["formatVersion", "decision", "verdict"];

    private readonly JsonlRows _rows = new(path, name, map, About);

    public IReadOnlyList<Problem> Notes =>
    [
        .. _rows.Notes,
        new Problem(name, "holds what customers wrote", "Pass the finished set through tnseval sets redact, and delete the export"),
    ];

    public IReadOnlyList<Problem> Check() =>
        _rows.Check() is { Count: > 0 } problems ? problems
        : File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first && !IsOurs(first)
            ? [new Problem(name, $"is no export of dispositions of format version {Version}", "Write it with TnsTriage.Service --export-dispositions; import other JSONL without --from-ledger")]
            : [];

    public IEnumerable<ImportRow> Rows() => _rows.Rows().Select(row =>
        row.Label == WireName<LabelKind>.Of(LabelKind.Escalate) && row.Severity is not null ? row with { Faults = [.. row.Faults, RejectReason.Unconfirmed] } : row);

    private static bool IsOurs(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } row
                && row.TryGetProperty("formatVersion", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == Version
                && row.TryGetProperty("decision", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
