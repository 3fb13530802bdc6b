namespace TnsEval.Testing;

/// <summary>The text of a small valid prompt file, to be spoilt by a test.</summary>
internal static class PromptText
{
    public const string Schema = """
        {"name": "assessment", "strict": true, "schema": {"type": "object", "additionalProperties": false,
          "required": ["evidence", "categories", "rationale", "verdict", "severity", "prompt_injection", "needs_human"],
          "properties": {
            "evidence": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["quote", "use", "speaker"],
              "properties": {"quote": {"type": "string"}, "use": {"type": "string", "enum": ["direct_use", "report", "mention", "figurative"]},
                "speaker": {"type": "string", "enum": ["sender", "quoted_person", "agent", "system"]}}}},
            "categories": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["id", "severity"],
              "properties": {"id": {"type": "string", "enum": ["child_safety", "payment_fraud"]},
                "severity": {"type": "string", "enum": ["low", "medium", "high", "critical"]}}}},
            "rationale": {"type": "string"},
            "verdict": {"type": "string", "enum": ["none", "review", "escalate", "escalate_urgent"]},
            "severity": {"type": "string", "enum": ["none", "low", "medium", "high", "critical"]},
            "prompt_injection": {"type": "object", "additionalProperties": false, "required": ["present", "aim"],
              "properties": {"present": {"type": "boolean"}, "aim": {"type": "string", "enum": ["none", "reveal", "suppress", "act"]}}},
            "needs_human": {"type": "object", "additionalProperties": false, "required": ["needed"], "properties": {"needed": {"type": "boolean"}}}}}}
        """;

    /// <summary>Line 1 is name, 2 description, 3 modelParameters, 5 messages, 6 the system message, 8 the user message.</summary>
    public static string Valid(string name = "v1", string system = "Assess the ticket.", string schema = Schema) => $$$"""
        name: {{{name}}}
        description: for tests
        modelParameters:
          temperature: 0
        messages:
          - role: system
            content: {{{system}}}
          - role: user
            content: |
              <ticket {{fence}}>
              {{language}} {{subject}}
              {{thread}}
              {{body}}
              </ticket {{fence}}>
        responseFormat: json_schema
        jsonSchema: |
          {{{schema.Replace("\n", "\n  ", StringComparison.Ordinal)}}}
        """;

    /// <summary>A valid prompt that shows one ticket with its answer; the few-shot's content begins at line 10.</summary>
    public static string WithFewShot(string subject, string body, string name = "v1") => Valid(name).Replace("""
          - role: user
            content: |
              <ticket {{fence}}>

        """, $$$"""
          - role: user
            content: |
              <ticket 0000000000000000>
              en {{{subject}}}
              (none)
              {{{body}}}
              </ticket 0000000000000000>
          - role: assistant
            content: '{"evidence": [], "categories": [], "rationale": "no event", "verdict": "none", "severity": "none", "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}'
          - role: user
            content: |
              <ticket {{fence}}>

        """, StringComparison.Ordinal);
}
