namespace TnsEval.EvalSets.Checks;

/// <summary>How many cases of each kind a set of 400 should have, 134 escalate and 266 benign: enough to see a slice go wrong, near what a desk gets.</summary>
/// <param name="Tag">A category, a hard-negative kind or a cross-cutting tag.</param>
/// <param name="Escalate">The least number among cases labelled escalate; null when the tag is not about them.</param>
/// <param name="Benign">The least number among cases labelled benign; null when the tag is not about them.</param>
internal sealed record TagTarget(string Tag, int? Escalate, int? Benign)
{
    /// <summary>The size that the numbers are meant for.</summary>
    public const int SetSize = 400;

    /// <summary>Categories, then hard-negative kinds, then cross-cutting tags.</summary>
    public static IReadOnlyList<TagTarget> All { get; } =
    [
        new("child_safety", 16, null),
        new("self_harm", 14, null),
        new("payment_fraud", 14, null),
        new("account_takeover", 13, null),
        new("violent_threat", 12, null),
        new("abuse_exploitation", 12, null),
        new("phishing_impersonation", 12, null),
        new("harassment_hate", 11, null),
        new("privacy_breach", 10, null),
        new("security_incident", 8, null),
        new("legal_process", 6, null),
        new("platform_misuse", 6, null),

        new("hn_config_sensitive", null, 30),
        new("hn_finance_routine", null, 28),
        new("hn_access_routine", null, 24),
        new("hn_tech_idiom", null, 22),
        new("hn_pastoral", null, 22),
        new("hn_figurative", null, 20),
        new("hn_training_event", null, 18),
        new("hn_angry", null, 18),
        new("hn_scripture_arts", null, 16),
        new("hn_privacy_routine", null, 16),
        new("hn_security_routine", null, 14),
        new("hn_legal_routine", null, 12),
        new("hn_resolved", null, 12),
        new("ordinary", null, 14),

        new("pos_implicit", 40, null),
        new("victim_report", 20, null),
        new("third_party_report", 35, null),
        new("actor_sender", 18, null),
        new("forwarded_abuse", 12, 6),
        new("multi_turn", 16, 20),
        new("quoted_history", 14, 18),
        new("buried_signal", 16, null),
        new("mixed_intent", 16, 12),
        new("sarcasm", 6, 12),
        new("obfuscation", 10, 8),
        new("non_english", 26, 40),
        new("code_switch", 4, 6),
        new("html_noise", 8, 14),
        new("legal_footer", 8, 16),
        new("very_long", 8, 14),
        new("very_short", 20, 30),
        new("prompt_injection", 10, 8),
        new("injection_lookalike", null, 6),
        new("phishing_link", 8, 8),
        new("attachment_only", 4, 8),
        new("typo_dictation", 8, 12),
        new("calm_tone", 20, null),
        new("urgent_tone", 15, 25),
        new("subject_mismatch", 6, 8),
    ];
}
