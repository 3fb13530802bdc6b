using TnsTriage;

namespace TnsEval.EvalSets.Redaction;

/// <summary>One replaced stretch of a ticket, for a person who reviews the redaction. Holds what was to be hidden: it is shown only when asked for.</summary>
/// <param name="Id">The ticket.</param>
/// <param name="Field"><c>subject</c>, <c>body</c>, <c>why</c> or <c>thread[0]</c> and so on.</param>
/// <param name="Kind">What it is taken for.</param>
/// <param name="Old">As the ticket had it.</param>
/// <param name="New">Its pseudonym.</param>
public sealed record Replacement(CaseId Id, string Field, PersonalDataKind Kind, string Old, string New);

/// <summary>What redacting a file did.</summary>
/// <param name="Tickets">How many the file holds.</param>
/// <param name="Changed">How many of them had something replaced.</param>
/// <param name="Counts">Replacements by kind, zeros included, in the order of the kinds.</param>
public sealed record RedactionSummary(int Tickets, int Changed, IReadOnlyDictionary<PersonalDataKind, int> Counts);

/// <summary>
/// Copies an eval set file with pseudonyms in place of personal data; docs/redaction.md says what is found and what is not. Reads the file twice, line by line:
/// first to check it, then to replace.
/// </summary>
public static class SetRedactor
{
    /// <summary>Checks one file as <see cref="EvalSet.TryLoad"/> would, holding one ticket's text at a time.</summary>
    /// <returns>In the order of lines, then those between lines; empty when the file can be redacted.</returns>
    public static IReadOnlyList<Problem> Check(string file, CancellationToken cancellationToken = default)
    {
        var problems = new List<Problem>();
        var drafts = new List<CaseDraft>();
        foreach (var (number, line) in Lines(file, cancellationToken))
        {
            drafts.Add(TicketLineReader.Read(new LineOfFile(file, number), line, problems) with { Case = null });
        }

        if (drafts.Count == 0)
        {
            problems.Add(new Problem(file, "the file holds no ticket", "Name a file with some"));
        }

        problems.AddRange(SetRules.Check(drafts));
        return problems;
    }

    /// <summary>Writes the redacted copy: whole, or not at all.</summary>
    /// <param name="file">A file that <see cref="Check"/> found nothing wrong with.</param>
    /// <param name="output">Another file.</param>
    /// <param name="overwrite">Whether <paramref name="output"/> may be there already.</param>
    /// <param name="key">The secret behind the pseudonyms.</param>
    /// <param name="review">Takes each replacement as it is made; null when nobody reviews.</param>
    /// <param name="cancellationToken">Leaves no output behind.</param>
    /// <exception cref="IOException">A file cannot be read or written, or <paramref name="output"/> is there.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read or written.</exception>
    public static RedactionSummary Redact(
        string file, string output, bool overwrite, RedactionKey key, Action<Replacement>? review = null, CancellationToken cancellationToken = default)
    {
        var pseudonyms = new Pseudonyms(key);
        if (!key.IsKept)
        {
            // What an earlier call put in is somebody else's; with a kept key it is the same person's.
            ForEachCase(file, (_, @case) => Array.ForEach(TicketLineWriter.TextsOf(@case), field => pseudonyms.Reserve(field.Text)), cancellationToken);
        }

        var temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, $".{Path.GetFileName(output)}.tmp");
        try
        {
            RedactionSummary summary;
            using (var stream = File.Create(temporary))
            {
                summary = Copy(file, stream, new TicketRedactor(pseudonyms), review, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, output, overwrite);
            return summary;
        }
        catch
        {
            File.Delete(temporary);   // a full disk or a stop leaves half a file
            throw;
        }
    }

    private static RedactionSummary Copy(string file, Stream stream, TicketRedactor redactor, Action<Replacement>? review, CancellationToken cancellationToken)
    {
        var counts = new OrderedDictionary<PersonalDataKind, int>(Enum.GetValues<PersonalDataKind>().Select(kind => KeyValuePair.Create(kind, 0)));
        int tickets = 0, changed = 0;
        ForEachCase(file, (line, @case) =>
        {
            var fields = TicketLineWriter.TextsOf(@case);
            string[] texts = [.. fields.Select(field => field.Text)];
            var replaced = redactor.Redact(texts);
            foreach (var (index, kind, old, @new) in replaced)
            {
                counts[kind]++;
                review?.Invoke(new Replacement(@case.Id, fields[index].Field, kind, old, @new));
            }

            if (replaced.Count > 0)
            {
                TicketLineWriter.Write(stream, line, texts);
            }
            else
            {
                stream.Write(line.Span.TrimEnd((byte)'\r'));   // what has nothing to hide stays as its author wrote it
            }

            stream.WriteByte((byte)'\n');
            tickets++;
            changed += replaced.Count > 0 ? 1 : 0;
        }, cancellationToken);
        return new RedactionSummary(tickets, changed, counts);
    }

    private static void ForEachCase(string file, Action<ReadOnlyMemory<byte>, EvalCase> use, CancellationToken cancellationToken)
    {
        foreach (var (number, line) in Lines(file, cancellationToken))
        {
            var draft = TicketLineReader.Read(new LineOfFile(file, number), line, []);
            use(line, draft.Case ?? throw new InvalidOperationException($"line {number} does not pass the check"));
        }
    }

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Utf8)> Lines(string file, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(file);
        foreach (var (number, line) in JsonLines.Read(stream))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                yield return (number, line);
            }
        }
    }
}
