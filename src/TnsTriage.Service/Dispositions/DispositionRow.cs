using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Assessments;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Dispositions;

/// <summary>What people made of a decision, with the ticket it was about: a line of the file that <c>tnseval sets import --from-ledger</c> reads. Holds content.</summary>
internal sealed record DispositionRow
{
    public int FormatVersion { get; init; } = 1;

    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required IReadOnlyList<DispositionMessage> Thread { get; init; }

    /// <summary><c>escalate</c> or <c>benign</c>.</summary>
    public required string Label { get; init; }

    public required string? Severity { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required string Why { get; init; }

    public required string Decision { get; init; }

    /// <summary>What the service had decided.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// A row of a decision. A tag says whether there was cause for alarm, and no more: the categories and the severity of a confirmed alarm are the champion's and
    /// a proposal; those of a miss, and the kind of a false alarm, are nobody's yet.
    /// </summary>
    public static DispositionRow Of(Decision decision, Ticket ticket, bool isConfirmed)
    {
        var judgement = decision.Judgement;
        var isConfirmedAlarm = isConfirmed && judgement.Verdict is Verdict.Escalate or Verdict.EscalateUrgent;
        var verdict = WireName<Verdict>.Of(judgement.Verdict);
        return new DispositionRow
        {
            Subject = ticket.Subject,
            Body = ticket.Body,
            Thread = [.. ticket.Thread.Select(message => new DispositionMessage(WireName<ThreadAuthor>.Of(message.From), message.Body))],
            Label = isConfirmed ? "escalate" : "benign",
            Severity = !isConfirmed ? WireName<Severity>.Of(Assessments.Severity.None)
                : isConfirmedAlarm && judgement.Severity is { } severity ? WireName<Severity>.Of(severity) : null,
            Categories = isConfirmedAlarm ? [.. judgement.Categories.Select(finding => WireName<HarmCategory>.Of(finding.Id))] : [],
            Why = $"Trust & Safety tagged it {(isConfirmed ? DispositionTags.Confirmed : DispositionTags.FalseAlarm)} after {verdict} by {judgement.Prompt} on {judgement.ModelAsked}",
            Decision = decision.Id,
            Verdict = judgement.Verdict,
        };
    }

    /// <summary>Where it stands in a file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DispositionJson.Default.DispositionRow);

    /// <summary>The decision alone: what people wrote is not for logs.</summary>
    public override string ToString() => Decision;
}

/// <summary>A message before the one that was judged.</summary>
internal sealed record DispositionMessage(string From, string Body)
{
    /// <summary>The name of the type alone.</summary>
    public override string ToString() => nameof(DispositionMessage);
}

/// <summary>The tags by which people say what they make of a decision.</summary>
internal static class DispositionTags
{
    public const string Confirmed = "tns/confirmed", FalseAlarm = "tns/false-alarm";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DispositionRow))]
internal sealed partial class DispositionJson : JsonSerializerContext;
