using System.Collections.Frozen;

namespace TnsEval.EvalSets;

/// <summary>The tags a case can carry, so that a typing slip is an error and not a slice of its own.</summary>
public static class StressTags
{
    /// <summary>What kind of look-alike a benign case is; each benign case carries exactly one, an escalate case none.</summary>
    public static FrozenSet<string> HardNegativeKinds { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "hn_config_sensitive", "hn_finance_routine", "hn_access_routine", "hn_tech_idiom", "hn_pastoral", "hn_figurative", "hn_training_event",
        "hn_angry", "hn_scripture_arts", "hn_privacy_routine", "hn_security_routine", "hn_legal_routine", "hn_resolved", "ordinary");

    /// <summary>What makes a case hard, whatever its label.</summary>
    public static FrozenSet<string> CrossCutting { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "pos_implicit", "victim_report", "third_party_report", "actor_sender", "forwarded_abuse", "multi_turn", "quoted_history", "buried_signal",
        "mixed_intent", "sarcasm", "obfuscation", "non_english", "code_switch", "html_noise", "legal_footer", "very_long", "very_short",
        "prompt_injection", "injection_lookalike", "phishing_link", "attachment_only", "typo_dictation", "calm_tone", "urgent_tone",
        "subject_mismatch");

    /// <summary>Both kinds of tag, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. HardNegativeKinds.Concat(CrossCutting).Order(StringComparer.Ordinal)];
}
