using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Offline.Tests;

/// <summary>
/// Builds requests about dogs and bees: a subject that no built-in word list of a support desk could know, so whatever the classifier says
/// about it, it learned from the prompt.
/// </summary>
internal static class A
{
    public const string Definitions =
        """
        You watch over a park and read what visitors write. Dogs and bees matter.

        - dog_trouble: A dog has hurt or frightened somebody.
          Includes: a dog bit the postman; a loose dog chases children across the meadow; the dog snarls and nobody can pass.
          Excludes: opening hours of the dog school; where to buy a leash; a photo contest for dogs.
        - bee_trouble: Bees have attacked.
          Includes: a swarm stung the gardener; the hive fell over and the bees are furious.
          Excludes: honey prices; a lecture about bees; where the hives stand.

        Answer in JSON.
        """;

    public const string Schema =
        """
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["language", "prompt_injection", "evidence", "benign_reading", "sender_role", "subject_of_harm", "event_status",
            "categories", "rationale", "verdict", "severity", "confidence", "needs_human", "handoff_note"],
          "properties": {
            "language": { "type": "array", "items": { "type": "string" } },
            "prompt_injection": {
              "type": "object", "additionalProperties": false, "required": ["present", "quote", "aim"],
              "properties": {
                "present": { "type": "boolean" },
                "quote": { "type": ["string", "null"] },
                "aim": { "type": "string", "enum": ["none", "reveal", "suppress", "act"] }
              }
            },
            "evidence": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["quote", "speaker", "use", "category"],
                "properties": {
                  "quote": { "type": "string" },
                  "speaker": { "type": "string", "enum": ["sender", "quoted_person"] },
                  "use": { "type": "string", "enum": ["direct_use", "report", "mention"] },
                  "category": { "type": ["string", "null"], "enum": ["dog_trouble", "bee_trouble", null] }
                }
              }
            },
            "benign_reading": { "type": "string" },
            "sender_role": { "type": "string", "enum": ["victim", "witness", "unknown"] },
            "subject_of_harm": { "type": "string", "enum": ["minor", "adult", "none"] },
            "event_status": { "type": "string", "enum": ["none", "past_resolved", "ongoing"] },
            "categories": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["id", "severity"],
                "properties": {
                  "id": { "type": "string", "enum": ["dog_trouble", "bee_trouble"] },
                  "severity": { "type": "string", "enum": ["none", "low", "medium", "high", "critical"] }
                }
              }
            },
            "rationale": { "type": "string" },
            "verdict": { "type": "string", "enum": ["none", "review", "escalate", "escalate_urgent"] },
            "severity": { "type": "string", "enum": ["none", "low", "medium", "high", "critical"] },
            "confidence": { "type": "string", "enum": ["low", "medium", "high"] },
            "needs_human": {
              "type": "object", "additionalProperties": false, "required": ["needed", "reason"],
              "properties": {
                "needed": { "type": "boolean" },
                "reason": { "type": ["string", "null"], "enum": ["unclear_language", "attachment_only", null] }
              }
            },
            "handoff_note": { "type": "string" }
          }
        }
        """;

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static ChatOptions Options(string schema = Schema) =>
        new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Json(schema), "assessment") };

    public static ChatMessage System(string text = Definitions) => new(ChatRole.System, text);

    public static ChatMessage Ticket(string body, string code = "9f2c4be17a03d5e8", string subject = "Park", string language = "en") => new(
        ChatRole.User,
        $"""
        <ticket {code}>
        Language: {language}
        Subject: {subject}
        Earlier messages:
        (none)
        Message:
        {body}
        </ticket {code}>
        """);

    /// <summary>A few-shot pair: the ticket and what the prompt answers to it.</summary>
    public static ChatMessage[] FewShot(string body, string? category, string severity = "high") =>
    [
        Ticket(body, code: "0000000000000000"),
        new(ChatRole.Assistant, JsonSerializer.Serialize(new
        {
            categories = category is null ? [] : new[] { new { id = category, severity } },
            severity = category is null ? "none" : severity,
            verdict = category is null ? "none" : severity == "low" ? "review" : "escalate_urgent",
            sender_role = category is null ? "unknown" : "witness",
        })),
    ];

    public static IChatClient Client() => new OfflineProvider().CreateClient(Settings());

    public static ModelSettings Settings(string model = "in-context") =>
        new() { Model = model, PluginFolder = "unused", WorkingDirectory = AppContext.BaseDirectory, ReadVariable = _ => null };

    /// <summary>The answer to a request, by a client of its own.</summary>
    public static async Task<JsonElement> AnswerAsync(params IEnumerable<ChatMessage> messages)
    {
        using var client = Client();
        var response = await client.GetResponseAsync(messages, Options());
        return Json(response.Text);
    }
}
