using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Reports;

/// <summary>
/// The cases as the page's script reads them: one short array a case, names by their number, so that 10,000 cases take half a megabyte. Its readers
/// are the two functions at the head of <c>report.js</c>, which name the members in the same order.
/// </summary>
internal sealed class CaseData
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly RunReport _report;
    private readonly Dictionary<(CaseId, int), CaseRecord> _baseline;
    private readonly Dictionary<(CaseId, int), int> _changes;
    private readonly List<string> _languages = [];
    private readonly List<string> _tags = [];

    private CaseData(RunReport report)
    {
        _report = report;
        _baseline = report.Baseline?.Records.ToDictionary(record => (record.Id, record.Repeat)) ?? [];
        _changes = (report.Comparison?.Broken.Select(flip => (Key: (flip.Id, flip.Repeat), Change: 1)) ?? [])
            .Concat(report.Comparison?.Fixed.Select(flip => (Key: (flip.Id, flip.Repeat), Change: 2)) ?? [])
            .ToDictionary(flip => flip.Key, flip => flip.Change);
    }

    /// <summary>JSON without a <c>&lt;</c>: what is to be looked at first comes first.</summary>
    public static string Of(RunReport report) => new CaseData(report).Write();

    private string Write()
    {
        CaseRecord[] records =
        [
            .. _report.Run.Records.OrderBy(CaseResults.Of)   // stable: by id within
                .Take(_report.Limit ?? int.MaxValue),
        ];
        _languages.AddRange(records.Select(record => record.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        _tags.AddRange(records.SelectMany(record => record.StressTags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("all", _report.Run.Records.Count);
            json.WriteBoolean("repeats", _report.Run.Manifest.Options.Repeats > 1);
            json.WriteBoolean("baseline", _report.Baseline is not null);
            WriteNames(json);
            json.WriteStartArray("cases");
            Array.ForEach(records, record => WriteCase(json, record));
            json.WriteEndArray();
            if (_report.Tickets is { } tickets)
            {
                json.WriteStartArray("texts");
                Array.ForEach(records, record => WriteText(json, record, tickets.GetValueOrDefault(record.Id)));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteNames(Utf8JsonWriter json)
    {
        json.WriteStartObject("names");
        Names("result", WireName<CaseResult>.All);
        Names("label", WireName<LabelKind>.All);
        Names("severity", WireName<Severity>.All);
        Names("category", WireName<HarmCategory>.All);
        Names("outcome", WireName<OutcomeKind>.All);
        Names("verdict", WireName<Verdict>.All);
        Names("change", ["same", "broken", "fixed"]);
        Names("use", WireName<EvidenceUse>.All);
        Names("speaker", WireName<Speaker>.All);
        Names("language", _languages);
        Names("tag", _tags);
        json.WriteEndObject();

        void Names(string kind, IEnumerable<string> names)
        {
            json.WriteStartArray(kind);
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }
    }

    private void WriteCase(Utf8JsonWriter json, CaseRecord record)
    {
        var assessment = record.Assessment;
        json.WriteStartArray();
        json.WriteStringValue(record.Id.Value);
        json.WriteNumberValue(record.Repeat);
        json.WriteNumberValue((int)CaseResults.Of(record));
        json.WriteNumberValue((int)record.Label.Kind);
        json.WriteNumberValue((int)record.Label.Severity);
        Numbers(json, record.Label.Categories.Select(category => (int)category));
        json.WriteNumberValue(_languages.IndexOf(record.Language));
        Numbers(json, record.StressTags.Select(tag => _tags.IndexOf(tag)));
        Text(json, record.Pair?.Value);
        json.WriteNumberValue((int)record.Outcome);
        Number(json, (int?)assessment?.Verdict);
        Number(json, (int?)assessment?.Severity);
        Numbers(json, assessment?.Categories.SelectMany(finding => new[] { (int)finding.Id, (int)finding.Severity }) ?? []);
        Number(json, (int?)assessment?.ModelVerdict);
        json.WriteNumberValue((assessment is { NeedsHuman.Needed: true } ? 1 : 0) + (assessment is { PromptInjection.Present: true } ? 2 : 0));
        if (_baseline.TryGetValue((record.Id, record.Repeat), out var before))
        {
            json.WriteNumberValue((int)before.Outcome);
            Number(json, (int?)before.Assessment?.Verdict);
            json.WriteNumberValue(_changes.GetValueOrDefault((record.Id, record.Repeat)));
        }

        json.WriteEndArray();
    }

    private void WriteText(Utf8JsonWriter json, CaseRecord record, EvalCase? @case)
    {
        json.WriteStartArray();
        Text(json, @case?.Ticket.Subject);
        json.WriteStartArray();
        foreach (var message in @case?.Ticket.Thread ?? [])
        {
            json.WriteStringValue(WireName<ThreadAuthor>.Of(message.From));
            json.WriteStringValue(message.Body);
        }

        json.WriteEndArray();
        Text(json, @case?.Ticket.Body);
        Text(json, @case?.Why);
        Text(json, WordsOf(_report.Run, record.Assessment?.Rationale));
        Text(json, record.Assessment is null ? record.Reason : null);
        Text(json, _baseline.TryGetValue((record.Id, record.Repeat), out var before) ? WordsOf(_report.Baseline!, before.Assessment?.Rationale) : null);
        json.WriteStartArray();
        foreach (var evidence in record.Assessment?.Evidence ?? [])
        {
            Text(json, WordsOf(_report.Run, evidence.Quote));
            Numbers(json, [(int)evidence.Use, (int)evidence.Speaker, (int?)evidence.Category ?? -1, (int)evidence.Location.Part, evidence.Location.ThreadIndex, evidence.Location.Start, evidence.Location.Length]);
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    /// <summary>What the model wrote; null where the journal keeps hashes in its place.</summary>
    private static string? WordsOf(ReportedRun run, string? text) => run.Manifest.Options.JournalText == JournalText.Full ? text : null;

    private static void Numbers(Utf8JsonWriter json, IEnumerable<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, int? number) => json.WriteNumberValue(number ?? -1);

    private static void Text(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(text);
        }
    }
}
