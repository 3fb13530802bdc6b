using System.Diagnostics;
using System.Text.Json.Serialization;

namespace TnsEval.Scoring;

/// <summary>What the rates make of a case without an assessment. No policy is right for every question, so reports show all four.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvalidPolicy>))]
public enum InvalidPolicy
{
    /// <summary>A miss on an escalate ticket, a false alarm on a benign one: no prompt gains by not answering. The default.</summary>
    [JsonStringEnumMemberName("as_wrong")] AsWrong,

    /// <summary>Left out of numerator and denominator. Read it beside the coverage only.</summary>
    [JsonStringEnumMemberName("exclude")] Exclude,

    /// <summary>An alarm: what production does, where a person looks at every ticket that was not assessed.</summary>
    [JsonStringEnumMemberName("as_positive")] AsPositive,

    /// <summary>No alarm: what would happen if failures were dropped.</summary>
    [JsonStringEnumMemberName("as_negative")] AsNegative,
}

internal static class InvalidPolicyMeaning
{
    /// <summary>Whether a case without an assessment counts as an alarm; null when it does not count.</summary>
    public static bool? CountsAsAlarm(this InvalidPolicy policy, bool isEscalate) => policy switch
    {
        InvalidPolicy.AsWrong => !isEscalate,
        InvalidPolicy.Exclude => null,
        InvalidPolicy.AsPositive => true,
        InvalidPolicy.AsNegative => false,
        _ => throw new UnreachableException(policy.ToString()),
    };

    /// <summary>Whether a case came out right; null when it does not count.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="isEscalate">Whether the label asks for an alarm.</param>
    /// <param name="alarm">Whether there was one; null without an assessment.</param>
    public static bool? IsRight(this InvalidPolicy policy, bool isEscalate, bool? alarm) => (alarm ?? policy.CountsAsAlarm(isEscalate)) switch
    {
        { } counted => counted == isEscalate,
        null => null,
    };
}
