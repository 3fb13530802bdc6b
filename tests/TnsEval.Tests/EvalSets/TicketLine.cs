using System.Text.Json.Nodes;

namespace TnsEval.Tests.EvalSets;

/// <summary>One line of an eval set as JSON: valid until a test changes it.</summary>
internal sealed class TicketLine
{
    private readonly JsonObject _json;

    private TicketLine(JsonObject json) => _json = json;

    public static TicketLine Benign(string id = "t-1") => new(new JsonObject
    {
        ["id"] = id,
        ["subject"] = "Labels",
        ["body"] = "How do I print labels?",
        ["language"] = "en",
        ["label"] = "benign",
        ["categories"] = new JsonArray(),
        ["severity"] = "none",
        ["stress"] = new JsonArray("ordinary"),
        ["pair"] = null,
        ["why"] = "a how-to, no event; L2",
    });

    public static TicketLine Escalate(string id = "t-1") => Benign(id)
        .With("label", "escalate")
        .With("severity", "high")
        .With("categories", new JsonArray("payment_fraud"))
        .With("stress", new JsonArray());

    public TicketLine With(string key, JsonNode? value)
    {
        _json[key] = value;
        return this;
    }

    public TicketLine WithList(string key, params string[] values) =>
        With(key, new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    public TicketLine Without(string key)
    {
        _json.Remove(key);
        return this;
    }

    public override string ToString() => _json.ToJsonString();

    public static implicit operator string(TicketLine line) => line.ToString();
}
