using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets;

/// <summary>A ticket with what people decided about it: one line of an eval set.</summary>
public sealed record EvalCase
{
    /// <summary>Unique over all sets of a run; says nothing about the label.</summary>
    public required CaseId Id { get; init; }

    /// <summary>What the classifier sees. Of a very large set it is read from a file each time: see <see cref="WithText"/>.</summary>
    public required Ticket Ticket { get => Spooled is null ? field : Spooled.Read().Ticket; init; }

    /// <summary>What people decided.</summary>
    public required Label Label { get; init; }

    /// <summary>Stress tags and, on benign cases, the hard-negative kind; see <see cref="EvalSets.StressTags"/>.</summary>
    public IReadOnlyList<string> StressTags { get; init; } = [];

    /// <summary>The twin: the case with the other label that differs from this one only in the deciding fact.</summary>
    public CaseId? Pair { get; init; }

    /// <summary>The deciding fact and the rule that makes it one.</summary>
    public required string Why { get => Spooled is null ? field : Spooled.Read().Why; init; }

    /// <summary>Where the text is; null when it is here.</summary>
    internal SpooledText? Spooled { get; init; }

    /// <summary>The same case with its text in memory.</summary>
    internal EvalCase WithText() => Spooled?.Read() is var (ticket, why) ? this with { Ticket = ticket, Why = why, Spooled = null } : this;
}

/// <summary>What people decided about a ticket.</summary>
/// <param name="Kind">Whether it must escalate.</param>
/// <param name="Severity">Medium or more exactly when it must.</param>
/// <param name="Categories">The first sets the severity; empty on most benign tickets.</param>
public sealed record Label(LabelKind Kind, Severity Severity, IReadOnlyList<HarmCategory> Categories)
{
    /// <summary>Whether an alarm is right.</summary>
    [JsonIgnore]
    public bool IsEscalate => Kind == LabelKind.Escalate;
}

/// <summary>The two labels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabelKind>))]
public enum LabelKind
{
    /// <summary>No alarm is right.</summary>
    [JsonStringEnumMemberName("benign")] Benign,

    /// <summary>An alarm is right.</summary>
    [JsonStringEnumMemberName("escalate")] Escalate,
}

/// <summary>The id of a case.</summary>
[JsonConverter(typeof(CaseIdConverter))]
public readonly record struct CaseId(string Value)
{
    /// <summary>The bare id.</summary>
    public override string ToString() => Value;
}

internal sealed class CaseIdConverter : JsonConverter<CaseId>
{
    public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
