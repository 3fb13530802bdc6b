namespace TnsEval.Benchmarks;

/// <summary>A schema of fourteen properties as a prompt version has it, an assessment that fits it and one that does not.</summary>
internal static class AssessmentSample
{
    public const string Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "assessment",
          "type": "object",
          "additionalProperties": false,
          "required": ["language", "prompt_injection", "evidence", "benign_reading", "sender_role", "subject_of_harm", "event_status",
                       "categories", "rationale", "verdict", "severity", "confidence", "needs_human", "handoff_note"],
          "properties": {
            "language": { "type": "array", "minItems": 1, "maxItems": 5, "items": { "type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" } },
            "prompt_injection": {
              "type": "object",
              "additionalProperties": false,
              "required": ["present", "quote", "aim"],
              "properties": {
                "present": { "type": "boolean" },
                "quote": { "type": ["string", "null"], "maxLength": 200 },
                "aim": { "enum": ["none", "reveal", "suppress", "act"] }
              }
            },
            "evidence": {
              "type": "array",
              "maxItems": 10,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["quote", "speaker", "use"],
                "properties": {
                  "quote": { "type": "string", "minLength": 1, "maxLength": 200 },
                  "speaker": { "enum": ["sender", "quoted_person", "agent", "system"] },
                  "use": { "enum": ["direct_use", "report", "mention", "figurative"] },
                  "category": { "$ref": "#/$defs/category" }
                }
              }
            },
            "benign_reading": { "type": "string", "maxLength": 200 },
            "sender_role": { "enum": ["victim", "witness", "reporter_on_behalf", "actor", "admin_configuring", "automated", "unknown"] },
            "subject_of_harm": { "enum": ["minor", "adult", "sender", "group", "organisation", "support_staff", "none"] },
            "event_status": { "enum": ["none", "past_resolved", "past_unresolved", "ongoing", "imminent", "threatened"] },
            "categories": {
              "type": "array",
              "maxItems": 12,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "severity"],
                "properties": { "id": { "$ref": "#/$defs/category" }, "severity": { "$ref": "#/$defs/severity" } }
              }
            },
            "rationale": { "type": "string", "maxLength": 600 },
            "verdict": { "enum": ["none", "review", "escalate", "escalate_urgent"] },
            "severity": { "$ref": "#/$defs/severity" },
            "confidence": { "type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.1 },
            "needs_human": {
              "type": "object",
              "additionalProperties": false,
              "required": ["needed", "reason"],
              "properties": {
                "needed": { "type": "boolean" },
                "reason": { "enum": ["unclear_language", "attachment_only", "injection", "conflicting_evidence", "truncated", null] }
              }
            },
            "handoff_note": { "type": ["string", "null"], "maxLength": 400 }
          },
          "$defs": {
            "category": {
              "enum": ["child_safety", "self_harm", "violent_threat", "abuse_exploitation", "harassment_hate", "account_takeover",
                       "payment_fraud", "phishing_impersonation", "privacy_breach", "security_incident", "legal_process", "platform_misuse"]
            },
            "severity": { "enum": ["none", "low", "medium", "high", "critical"] }
          }
        }
        """;

    public const string Valid = """
        {
          "language": ["en"],
          "prompt_injection": { "present": false, "quote": null, "aim": "none" },
          "evidence": [
            { "quote": "someone changed our bank account last night and it was not me", "speaker": "sender", "use": "report", "category": "payment_fraud" },
            { "quote": "I can\u2019t log in any more", "speaker": "sender", "use": "report", "category": "account_takeover" }
          ],
          "benign_reading": "A second administrator changed the account and did not say so.",
          "sender_role": "victim",
          "subject_of_harm": "organisation",
          "event_status": "ongoing",
          "categories": [
            { "id": "payment_fraud", "severity": "high" },
            { "id": "account_takeover", "severity": "high" }
          ],
          "rationale": "The sender reports a change of payout details that nobody authorised, and has lost access since. Money may be leaving now.",
          "verdict": "escalate_urgent",
          "severity": "high",
          "confidence": 0.9,
          "needs_human": { "needed": false, "reason": null },
          "handoff_note": "Freeze payouts; verify the owner by phone."
        }
        """;

    public static string Invalid { get; } = Valid
        .Replace("\"escalate_urgent\"", "\"urgent\"", StringComparison.Ordinal)
        .Replace("\"confidence\": 0.9,", "\"confidence\": 90,", StringComparison.Ordinal)
        .Replace("\"speaker\": \"sender\", \"use\": \"report\", \"category\": \"payment_fraud\"", "\"speaker\": \"user\", \"note\": \"\"", StringComparison.Ordinal);
}
