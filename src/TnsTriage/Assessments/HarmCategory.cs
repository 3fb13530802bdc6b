using System.Text.Json.Serialization;

namespace TnsTriage.Assessments;

/// <summary>The twelve kinds of trust and safety issue a ticket can be evidence of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HarmCategory>))]
public enum HarmCategory
{
    /// <summary>A minor was, may be or is about to be abused, groomed, exploited, endangered or taken.</summary>
    [JsonStringEnumMemberName("child_safety")] ChildSafety,

    /// <summary>Someone alive now expresses, or is reported to have, suicidal thoughts, a plan, an attempt or self-injury.</summary>
    [JsonStringEnumMemberName("self_harm")] SelfHarm,

    /// <summary>Threat, plan or credible fear of physical violence to persons or premises.</summary>
    [JsonStringEnumMemberName("violent_threat")] ViolentThreat,

    /// <summary>An adult harmed or controlled by another adult.</summary>
    [JsonStringEnumMemberName("abuse_exploitation")] AbuseExploitation,

    /// <summary>Targeted, repeated or hateful abuse of a person or group.</summary>
    [JsonStringEnumMemberName("harassment_hate")] HarassmentHate,

    /// <summary>Someone has, or tries to get, access they should not have.</summary>
    [JsonStringEnumMemberName("account_takeover")] AccountTakeover,

    /// <summary>Money moved, or attempted, by deception.</summary>
    [JsonStringEnumMemberName("payment_fraud")] PaymentFraud,

    /// <summary>A person or brand is being faked to get money, data or logins.</summary>
    [JsonStringEnumMemberName("phishing_impersonation")] PhishingImpersonation,

    /// <summary>Personal data exposed, misused or sought by someone who should not have it.</summary>
    [JsonStringEnumMemberName("privacy_breach")] PrivacyBreach,

    /// <summary>Vulnerability, exploitation, extortion, malware or manipulation of our systems.</summary>
    [JsonStringEnumMemberName("security_incident")] SecurityIncident,

    /// <summary>Formal legal or law-enforcement demand, or a hold.</summary>
    [JsonStringEnumMemberName("legal_process")] LegalProcess,

    /// <summary>The product used for unlawful or policy-breaking ends.</summary>
    [JsonStringEnumMemberName("platform_misuse")] PlatformMisuse,
}
