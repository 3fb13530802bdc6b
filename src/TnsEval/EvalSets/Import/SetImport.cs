using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>
/// Makes an eval set file from other people's exports. Every row read is written, or reported as a duplicate, as empty, or as rejected; rejected rows go
/// to a file of their own. Memory is that of the longest row and some 400 bytes a row written, but for Front exports, which are held whole.
/// </summary>
public sealed class SetImport
{
    private readonly ImportOptions _options;
    private readonly bool _keepsIds;
    private readonly Action<RowFate, Problem> _onRow;
    private readonly Dictionary<UInt128, (string Where, string Label)> _written = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<RowFate, int> _fates = Enum.GetValues<RowFate>().ToDictionary(fate => fate, _ => 0);
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);

    private SetImport(ImportOptions options, ColumnMap map, Action<RowFate, Problem> onRow) =>
        (_options, _keepsIds, _onRow) = (options, map.IsNamed(ImportField.Id), onRow);

    /// <summary>Imports; either a report or every problem that kept it from starting or ending, in which case no file has changed.</summary>
    /// <param name="options">What, and where to. The output is not made when no row can be written, the file of rejected rows not when none is rejected.</param>
    /// <param name="onRow">Told of each row that is not written, in order: where, why not, and what to do. Never holds ticket text.</param>
    /// <param name="report">The counts; null when there are problems.</param>
    /// <param name="problems">Of options and sources.</param>
    /// <param name="cancellationToken">Stops between two rows; no file has changed then.</param>
    /// <exception cref="IOException">A source cannot be read to its end, or an output cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">An output may not be written.</exception>
    public static bool TryRun(
        ImportOptions options,
        Action<RowFate, Problem> onRow,
        [NotNullWhen(true)] out ImportReport? report,
        out IReadOnlyList<Problem> problems,
        CancellationToken cancellationToken = default)
    {
        var found = new List<Problem>(options.Check());
        (report, problems) = (null, found);
        if (!ColumnMap.TryParse(options.Map, out var map, out var mapProblems))
        {
            found.AddRange(mapProblems);
            return false;
        }

        var sources = RowSources.Of(options, map, found);
        found.AddRange(sources.SelectMany(source => source.Check()));
        if (found.Count > 0)
        {
            return false;
        }

        try
        {
            report = new SetImport(options, map, onRow).Run(sources, cancellationToken);
        }
        catch (ImportStoppedException e)
        {
            found.Add(e.Problem);
        }

        return report is not null;
    }

    private ImportReport Run(IReadOnlyList<IRowSource> sources, CancellationToken cancellationToken)
    {
        using var output = new PendingFile(_options.Out);
        using var rejected = new PendingFile(_options.RejectedPath);
        using var attempt = new CaseAttempt();
        var read = 0;
        foreach (var row in sources.SelectMany(source => source.Rows()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            read++;
            _fates[Place(row, attempt, output, rejected)]++;
        }

        output.Finish();
        rejected.Finish();   // a disk that is full says so before any file has changed
        if (_fates[RowFate.Written] > 0)
        {
            Keep(output, _options.Out, "No file has changed");
        }

        if (_fates[RowFate.Rejected] > 0)
        {
            Keep(rejected, _options.RejectedPath, _fates[RowFate.Written] > 0 ? $"{_options.Shown(_options.Out)} is written, the rejected rows are lost" : "No file has changed");
        }
        else if (_options.Overwrite)
        {
            File.Delete(_options.RejectedPath);   // an older one would tell of another import
        }

        return new ImportReport
        {
            Read = read,
            Rows = _fates,
            IsOldOutputKept = _fates[RowFate.Written] == 0 && File.Exists(_options.Out),
            Reasons = [.. _reasons.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))],
            Notes = [.. sources.SelectMany(source => source.Notes)],
        };
    }

    private RowFate Place(ImportRow row, CaseAttempt attempt, PendingFile output, PendingFile rejected)
    {
        if (row.Raw is not null)
        {
            return Reject(row, row.Faults, attempt, rejected);
        }

        if (TicketFingerprint.IsEmpty(row))
        {
            _onRow(RowFate.Empty, new Problem(row.Where, "the row has no text", "Nothing to do if that is meant"));
            return RowFate.Empty;
        }

        var fingerprint = TicketFingerprint.Of(row);
        if (_written.TryGetValue(fingerprint, out var first))
        {
            _onRow(RowFate.Duplicate, row.Label is not null && row.Label != first.Label
                ? new Problem(row.Where, $"the same text as {first.Where}, which is labelled \"{first.Label}\"", "Settle which label is right; the first was written")
                : new Problem(row.Where, $"the same text as {first.Where}", "Nothing to do: it was written once"));
            return RowFate.Duplicate;
        }

        var id = _keepsIds ? row.Id : NewId(fingerprint);
        var line = attempt.Line(row, id, out var reasons);
        if (reasons.Count == 0 && !_ids.Add(id!))
        {
            reasons = [RejectReason.IdTaken];
        }

        if (reasons.Count > 0)
        {
            return Reject(row, reasons, attempt, rejected);
        }

        output.WriteLine(line.Span);
        _written.Add(fingerprint, (row.Where, row.Label!));
        return RowFate.Written;
    }

    /// <summary>The first id of the ticket's text that is free.</summary>
    private string NewId(UInt128 fingerprint)
    {
        var attempt = 0;
        var id = NewCaseId.Of(_options.IdPrefix, fingerprint);
        while (_ids.Contains(id))
        {
            id = NewCaseId.Of(_options.IdPrefix, fingerprint, ++attempt);
        }

        return id;
    }

    private RowFate Reject(ImportRow row, IReadOnlyList<RejectReason> reasons, CaseAttempt attempt, PendingFile rejected)
    {
        rejected.WriteLine(attempt.RejectedLine(row, reasons).Span);
        foreach (var code in reasons.Select(reason => reason.Code).Distinct(StringComparer.Ordinal))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, code, out _)++;
        }

        _onRow(RowFate.Rejected, new Problem(row.Where, string.Join(", ", reasons.Select(reason => reason.What)), string.Join("; ", reasons.Select(reason => reason.Fix).Distinct(StringComparer.Ordinal))));
        return RowFate.Rejected;
    }

    private void Keep(PendingFile file, string path, string state)
    {
        try
        {
            file.Keep(_options.Overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportStoppedException(new Problem(
                _options.Shown(path), $"the finished file cannot be put there ({e.GetType().Name}). {state}", "Close what holds it open, or name another output, and import again"));
        }
    }
}
