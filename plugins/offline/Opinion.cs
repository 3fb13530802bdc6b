using System.Globalization;
using System.Text.Json.Nodes;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Turns a finding into everything that an assessment may ask for, by property name. Which of it is asked, in which order and with which
/// allowed values is the schema's business: see <see cref="AnswerWriter"/>. What the classifier cannot know, such as who is harmed, it
/// repeats from the answer to the nearest few-shot ticket.
/// </summary>
internal static class Opinion
{
    /// <summary>Below a fifth of known words a text is in a language, or a code, that the prompt does not speak.</summary>
    private const double FewestKnownWords = 0.2;

    /// <summary>Margins are small: sides that differ by a tenth are clearly apart, by a thirtieth hardly.</summary>
    private const double HighConfidenceMargin = 0.10;
    private const double MediumConfidenceMargin = 0.03;

    /// <summary>A second quote is worth showing when it is nearly as telling as the first.</summary>
    private const int MaxQuotes = 2;
    private const double SecondQuoteShare = 0.8;

    /// <summary>Long phrases of a definition are named by their beginning.</summary>
    private const int MaxPhraseLength = 80;

    /// <summary>States the opinion.</summary>
    public static JsonObject On(TicketText ticket, Finding finding)
    {
        var model = Model(finding);
        var severity = finding.IsAlarm ? AlarmSeverity(finding) : model?.Severity ?? SeverityNames.None;
        var category = finding.IsAlarm ? finding.Category : severity == SeverityNames.None ? null : model?.Category;
        var evidence = finding.IsAlarm ? Evidence(ticket, finding, category, model) : [];
        return new JsonObject
        {
            ["language"] = ticket.Language ?? "und",
            ["languages"] = ticket.Language ?? "und",
            ["prompt_injection"] = Injection(finding, model, evidence),
            ["evidence"] = evidence,
            ["benign_reading"] = finding.LookAlikes is [var lookAlike, ..] ? $"Most like: {Name(lookAlike)}" : "",
            ["sender_role"] = model?.Text("sender_role") ?? "unknown",
            ["subject_of_harm"] = model?.Text("subject_of_harm") ?? "none",
            ["event_status"] = model?.Text("event_status") ?? (finding.IsAlarm ? "ongoing" : "none"),
            ["categories"] = category is null ? [] : new JsonArray(new JsonObject { ["id"] = category, ["severity"] = severity }),
            ["rationale"] = Rationale(finding),
            ["verdict"] = model?.Severity == severity && model.Text("verdict") is { } verdict ? verdict : VerdictNames.Of(severity),
            ["severity"] = severity,
            ["confidence"] = Math.Abs(finding.Margin) switch
            {
                >= HighConfidenceMargin => "high",
                >= MediumConfidenceMargin => "medium",
                _ => "low",
            },
            ["needs_human"] = NeedsHuman(finding),
            ["handoff_note"] = finding.IsAlarm ? "Found by word likeness, not by understanding: read the quote first." : "",
        };
    }

    /// <summary>
    /// The answer to imitate: that of the nearest few-shot ticket on the deciding side, and of the same category for an alarm.
    /// </summary>
    private static TaughtAnswer? Model(Finding finding) => (finding.IsAlarm ? finding.Alarms : finding.LookAlikes)
        .FirstOrDefault(neighbour =>
            neighbour.Exemplar.Answer is not null && (!finding.IsAlarm || neighbour.Exemplar.Category == finding.Category))
        .Exemplar?.Answer;

    /// <summary>Few-shots of the category vote with their likeness; definitions say that something happened, not how bad it is.</summary>
    private static string AlarmSeverity(Finding finding) => finding.Alarms
        .Where(neighbour => neighbour.Exemplar.Category == finding.Category && neighbour.Exemplar.Answer?.Severity is not null)
        .GroupBy(neighbour => neighbour.Exemplar.Answer!.Severity!, StringComparer.Ordinal)
        .MaxBy(group => group.Sum(neighbour => neighbour.Similarity))
        ?.Key ?? SeverityNames.Medium;

    private static JsonArray Evidence(TicketText ticket, Finding finding, string? category, TaughtAnswer? model)
    {
        var telling = finding.Alarms.Where(neighbour => category is null || neighbour.Exemplar.Category == category).ToList();
        var segments = telling
            .Where(neighbour => neighbour.Similarity >= telling[0].Similarity * SecondQuoteShare)
            .Select(neighbour => neighbour.Segment)
            .Distinct()
            .Take(MaxQuotes);
        return [.. segments.Select(segment => new JsonObject
        {
            ["quote"] = ticket[segment].ToString(),
            ["speaker"] = model?.Text("evidence", "speaker") ?? "sender",
            ["use"] = model?.Text("evidence", "use") ?? "report",
            ["category"] = category,
        })];
    }

    /// <summary>Only a few-shot can teach what an injection looks like.</summary>
    private static JsonObject Injection(Finding finding, TaughtAnswer? model, JsonArray evidence)
    {
        var isPresent = finding.IsAlarm && model?.Text("prompt_injection", "quote") is not null;
        return new JsonObject
        {
            ["present"] = isPresent,
            ["quote"] = isPresent ? evidence[0]!["quote"]!.DeepClone() : null,
            ["aim"] = isPresent ? model!.Text("prompt_injection", "aim") : "none",
        };
    }

    private static JsonObject NeedsHuman(Finding finding)
    {
        var reason = finding.KnownWords switch
        {
            null => "attachment_only",
            < FewestKnownWords => "unclear_language",
            _ => null,
        };
        return new JsonObject { ["needed"] = reason is not null, ["reason"] = reason };
    }

    private static string Rationale(Finding finding)
    {
        var alarm = finding.Alarms is [var nearestAlarm, ..] ? Name(nearestAlarm) : "nothing";
        var lookAlike = finding.LookAlikes is [var nearestLookAlike, ..] ? Name(nearestLookAlike) : "nothing";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Margin {finding.Margin:+0.00;-0.00;0.00}. Nearest alarm: {alarm}. Nearest look-alike: {lookAlike}.");
    }

    /// <summary>A few-shot is named by its category only: its text belongs to another conversation.</summary>
    private static string Name(Neighbour neighbour)
    {
        var (exemplar, similarity, _) = neighbour;
        var name = exemplar switch
        {
            { Answer: not null, Category: null } => "a benign few-shot",
            { Answer: not null } => $"a few-shot of {exemplar.Category}",
            { Text.Length: > MaxPhraseLength } => $"{exemplar.Category} \"{exemplar.Text[..MaxPhraseLength]}...\"",
            _ => $"{exemplar.Category} \"{exemplar.Text}\"",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{name} ({similarity:0.00})");
    }
}
