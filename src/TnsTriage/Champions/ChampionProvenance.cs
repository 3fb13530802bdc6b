using System.Globalization;
using System.Text.Json.Serialization;
using TnsTriage.Prompts;

namespace TnsTriage;

/// <summary>What earned a prompt version its place.</summary>
public sealed record ChampionProvenance
{
    /// <summary>Whether a language model was measured at all.</summary>
    public required ProvenanceKind Kind { get; init; }

    /// <summary>What the gate said: <c>pass</c>, <c>inconclusive</c> or <c>fail</c>.</summary>
    public required string Gate { get; init; }

    /// <summary>Why it was promoted all the same; null when the gate passed.</summary>
    public string? ForcedBecause { get; init; }

    /// <summary>The prompt version's name.</summary>
    public required string Prompt { get; init; }

    /// <summary><see cref="PromptVersion.Hash"/>.</summary>
    public required string PromptHash { get; init; }

    /// <summary>The file it was read from, from the repository's root.</summary>
    public required string PromptFile { get; init; }

    /// <summary><see cref="AnswerFormat.Hash"/>.</summary>
    public required string SchemaHash { get; init; }

    /// <summary>The model it was measured on. Figures hold for this one, so called, and for no other.</summary>
    public required ChampionModel Model { get; init; }

    /// <summary><see cref="Assessments.EscalationPolicy.Version"/> that derived the verdicts.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>What cases without an assessment counted as in <see cref="Measurements"/>.</summary>
    public required string InvalidPolicy { get; init; }

    /// <summary>Level of the intervals in <see cref="Measurements"/>, as a fraction.</summary>
    public required double Confidence { get; init; }

    /// <summary>The figures, a set each.</summary>
    public required IReadOnlyList<ChampionMeasurement> Measurements { get; init; }

    /// <summary>One line for a log at start-up; says plainly when no language model was measured.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"prompt {Prompt} ({PromptHash[..12]}), measured on {Model.Name}{(Kind == ProvenanceKind.Offline ? ", which is NO LANGUAGE MODEL" : "")}; gate {Gate}{(ForcedBecause is null ? "" : $", promoted by force: {ForcedBecause}")}");
}

/// <summary>What kind of model a champion was measured on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProvenanceKind>))]
public enum ProvenanceKind
{
    /// <summary>The offline floor only: the figures say nothing about a language model.</summary>
    [JsonStringEnumMemberName("offline")] Offline,

    /// <summary>A model behind a provider.</summary>
    [JsonStringEnumMemberName("model")] Model,
}

/// <summary>The model of a measurement, and how it was asked.</summary>
public sealed record ChampionModel
{
    /// <summary>As asked for: <c>provider/model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it called itself, in ordinal order.</summary>
    public required IReadOnlyList<string> Returned { get; init; }

    /// <summary>The revision that the provider told; null when it knows none.</summary>
    public string? Revision { get; init; }

    /// <summary>The version of the provider's plugin.</summary>
    public required string ProviderVersion { get; init; }

    /// <summary>The sampling parameters asked for.</summary>
    public required PromptParameters Parameters { get; init; }

    /// <summary>Request parameters that were left out of calls because the server does not take them.</summary>
    public required IReadOnlyList<string> DroppedParameters { get; init; }

    /// <summary><see cref="TnsTriageOptions.RepairTurns"/>.</summary>
    public required int RepairTurns { get; init; }

    /// <summary><see cref="TnsTriageOptions.MaxTicketCharacters"/>.</summary>
    public required int MaxTicketCharacters { get; init; }
}

/// <summary>A run over one set.</summary>
public sealed record ChampionMeasurement
{
    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>The set's name.</summary>
    public required string Set { get; init; }

    /// <summary>The split; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>SHA-256 over the cases.</summary>
    public required string Hash { get; init; }

    /// <summary>How many cases.</summary>
    public required int Cases { get; init; }

    /// <summary>How often each was classified.</summary>
    public required int Repeats { get; init; }

    /// <summary>No alarm among tickets that must escalate.</summary>
    public required ChampionRate Misses { get; init; }

    /// <summary>Alarm among benign tickets.</summary>
    public required ChampionRate FalseAlarms { get; init; }

    /// <summary>Both twins right among pairs.</summary>
    public required ChampionRate Pairs { get; init; }

    /// <summary>No assessment among all cases.</summary>
    public required ChampionRate Invalid { get; init; }
}

/// <summary>A rate with its interval.</summary>
/// <param name="Events">How often it happened.</param>
/// <param name="Trials">How often it could have.</param>
/// <param name="Value">A fraction; null at no trial.</param>
/// <param name="Low">The interval's lower bound.</param>
/// <param name="High">The upper.</param>
public sealed record ChampionRate(int Events, int Trials, double? Value, double Low, double High);
