using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets.Import;

/// <summary>
/// Tries to make a case of a row. What the row does not say is left out, never guessed, and the reader that loads eval sets has the last word: a line
/// is written only when it accepts it.
/// </summary>
internal sealed class CaseAttempt : IDisposable
{
    private const string NonEnglishTag = "non_english";

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public CaseAttempt() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line of an eval set, without its line end.</summary>
    /// <param name="row">Not <see cref="ImportRow.Raw"/>.</param>
    /// <param name="id">Its id; null when it has none yet.</param>
    /// <param name="reasons">Why it is no case; empty when it is one.</param>
    /// <returns>Memory that is used again for the next row.</returns>
    public ReadOnlyMemory<byte> Line(ImportRow row, string? id, out IReadOnlyList<RejectReason> reasons)
    {
        Begin();
        WriteFields(row, id);
        var line = End();
        List<RejectReason> found = [.. row.Faults, .. Missing(row, id), .. Unknown(row, id)];
        if (found.Count == 0)
        {
            var problems = new List<Problem>();
            TicketLineReader.Read(default, line, problems);   // where it stands, the reasons say
            found.AddRange(problems.Select(problem => RejectReason.Invalid(problem.What, problem.Fix)));
        }

        reasons = found;
        return line;
    }

    /// <summary>The line of a rejected row: all that is known of it, so that it can be completed and imported, and what it lacks.</summary>
    public ReadOnlyMemory<byte> RejectedLine(ImportRow row, IReadOnlyList<RejectReason> reasons)
    {
        Begin();
        _json.WriteString("where", row.Where);
        WriteTexts("reasons", reasons.Select(reason => reason.Code).Distinct(StringComparer.Ordinal));
        WriteTexts("problems", reasons.Select(reason => reason.What));
        if (row.Raw is { } raw)
        {
            _json.WriteString("raw", raw);
        }
        else
        {
            WriteFields(row, row.Id);
        }

        return End();
    }

    public void Dispose() => _json.Dispose();

    private static IEnumerable<RejectReason> Missing(ImportRow row, string? id)
    {
        if (row.Label is null && row.Faults.Count == 0)   // a fault of a Front conversation says why there is none
        {
            yield return RejectReason.NoLabel;
        }

        if (row.Severity is null)
        {
            yield return RejectReason.NoSeverity;
        }

        if (row.Label == WireName<LabelKind>.Of(LabelKind.Escalate) && row.Categories.Count == 0)
        {
            yield return RejectReason.NoCategory;
        }

        if (row.Label == WireName<LabelKind>.Of(LabelKind.Benign) && !row.StressTags.Any(StressTags.HardNegativeKinds.Contains))
        {
            yield return RejectReason.NoKind;
        }

        if (row.Why is null)
        {
            yield return RejectReason.NoWhy;
        }

        if (id is null)
        {
            yield return RejectReason.NoId;
        }
    }

    /// <summary>
    /// The reader of eval sets would show such a value. Here it may come from a column that was mapped by mistake, and one word of it may be a name.
    /// </summary>
    private static IEnumerable<RejectReason> Unknown(ImportRow row, string? id)
    {
        if (row.Label is { } label && !WireName<LabelKind>.TryParse(label, out _))
        {
            yield return RejectReason.Unknown("label", WireName<LabelKind>.All);
        }

        if (row.Severity is { } severity && !WireName<Severity>.TryParse(severity, out _))
        {
            yield return RejectReason.Unknown("severity", WireName<Severity>.All);
        }

        if (!row.Categories.All(category => WireName<HarmCategory>.TryParse(category, out _)))
        {
            yield return RejectReason.Unknown("category", WireName<HarmCategory>.All);
        }

        if (!row.StressTags.All(tag => StressTags.All.Contains(tag, StringComparer.Ordinal)))
        {
            yield return RejectReason.UnknownStressTag;
        }

        if (!LanguageTag.IsPlausible(row.Language))
        {
            yield return RejectReason.UnknownLanguage;
        }

        if (id is not null && CaseIdRule.Check(id) is not null)
        {
            yield return RejectReason.UnusableId;
        }
    }

    private void WriteFields(ImportRow row, string? id)
    {
        WriteIfKnown("id", id);
        _json.WriteString("subject", row.Subject);
        if (row.Thread.Count > 0)
        {
            _json.WriteStartArray("thread");
            foreach (var message in row.Thread)
            {
                _json.WriteStartObject();
                _json.WriteString("from", WireName<ThreadAuthor>.Of(message.From));
                _json.WriteString("body", message.Body);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        _json.WriteString("body", row.Body);
        _json.WriteString("language", row.Language);
        WriteIfKnown("label", row.Label);
        WriteTexts("categories", row.Categories);
        WriteIfKnown("severity", row.Severity);
        WriteTexts("stress", StressTagsOf(row));
        _json.WriteNull("pair");
        WriteIfKnown("why", row.Why);
    }

    /// <summary>One tag follows from the language and nothing else.</summary>
    private static IEnumerable<string> StressTagsOf(ImportRow row) =>
        LanguageTag.IsPlausible(row.Language) && LanguageTag.IsNonEnglish(row.Language) == true ? row.StressTags.Append(NonEnglishTag).Distinct(StringComparer.Ordinal) : row.StressTags;

    private void WriteIfKnown(string key, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(key, value);
        }
    }

    private void WriteTexts(string key, IEnumerable<string> texts)
    {
        _json.WriteStartArray(key);
        foreach (var text in texts)
        {
            _json.WriteStringValue(text);
        }

        _json.WriteEndArray();
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    private ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }
}
