using System.Text.Json.Serialization;
using TnsEval.Runs;

namespace TnsEval.Reports;

/// <summary>What came of a case, the ones to look at first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseResult>))]
public enum CaseResult
{
    /// <summary>An escalate ticket that raised no alarm.</summary>
    [JsonStringEnumMemberName("miss")] Miss,

    /// <summary>A benign ticket that raised one.</summary>
    [JsonStringEnumMemberName("false_alarm")] FalseAlarm,

    /// <summary>No assessment, so neither right nor wrong by itself.</summary>
    [JsonStringEnumMemberName("not_assessed")] NotAssessed,

    /// <summary>An escalate ticket that raised an alarm.</summary>
    [JsonStringEnumMemberName("hit")] Hit,

    /// <summary>A benign ticket that raised none.</summary>
    [JsonStringEnumMemberName("correct_pass")] CorrectPass,
}

internal static class CaseResults
{
    public static CaseResult Of(CaseRecord record) => (record.Label.IsEscalate, record.Assessment?.IsAlarm) switch
    {
        (_, null) => CaseResult.NotAssessed,
        (true, false) => CaseResult.Miss,
        (true, true) => CaseResult.Hit,
        (false, true) => CaseResult.FalseAlarm,
        (false, false) => CaseResult.CorrectPass,
    };
}
