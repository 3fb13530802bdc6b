using System.Text.Json.Nodes;

namespace TnsEval.Tests.EvalSets;

public class EvalSetHashTests
{
    [Fact]
    public void The_hash_is_lower_hex_SHA256_of_canonical_lines()
    {
        // Made by another program: Python's hashlib.sha256 over {"formatVersion":1} and, in id order, both tickets with "thread": [] as
        // json.dumps(ticket, sort_keys=True, separators=(",", ":")), joined by \n.
        EvalSetFolder.SetOf(TicketLine.Escalate("t-2"), TicketLine.Benign("t-1")).Hash
            .ShouldBe("45ad04e48eb22eb70735a279b8865dac33bc0cf9922afe4fa1dc5b48feba9e56");
    }

    [Fact]
    public void White_space_key_order_row_order_and_file_do_not_change_the_hash()
    {
        var keysReversed = new JsonObject(JsonNode.Parse(TicketLine.Benign("t-1"))!.AsObject().Reverse()
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        using var folder = new EvalSetFolder();
        folder.Write("a.jsonl", TicketLine.Benign("t-2"));
        folder.Write("b.jsonl", "", "  " + keysReversed.ToJsonString().Replace(":", " :\t", StringComparison.Ordinal) + "\r");

        folder.Load().Hash.ShouldBe(EvalSetFolder.SetOf(TicketLine.Benign("t-1"), TicketLine.Benign("t-2")).Hash);
    }

    [Fact]
    public void An_escape_is_the_character_it_stands_for() =>
        EvalSetFolder.SetOf(TicketLine.Benign().With("subject", "a").ToString().Replace("\"a\"", "\"\\u0061\"", StringComparison.Ordinal)).Hash
            .ShouldBe(EvalSetFolder.SetOf(TicketLine.Benign().With("subject", "a")).Hash);

    [Theory]
    [InlineData("id", "t-2")]
    [InlineData("subject", "Label")]
    [InlineData("body", "How do I print labels? ")]
    [InlineData("language", "en-US")]
    [InlineData("severity", "low")]
    [InlineData("why", "a how-to; L2")]
    public void Any_other_text_changes_the_hash(string key, string value) =>
        EvalSetFolder.SetOf(TicketLine.Benign().With(key, value)).Hash
            .ShouldNotBe(EvalSetFolder.SetOf(TicketLine.Benign()).Hash, StringComparer.Ordinal);

    [Fact]
    public void Label_categories_tags_pair_and_thread_are_content_too()
    {
        string[] hashes =
        [
            HashOf(TicketLine.Benign("t-1"), TicketLine.Escalate("t-2")),
            HashOf(TicketLine.Escalate("t-1"), TicketLine.Benign("t-2")),
            HashOf(TicketLine.Benign("t-1").With("pair", "t-2"), TicketLine.Escalate("t-2").With("pair", "t-1")),
            HashOf(TicketLine.Benign("t-1"), TicketLine.Escalate("t-2").WithList("categories", "self_harm", "payment_fraud")),
            HashOf(TicketLine.Benign("t-1"), TicketLine.Escalate("t-2").WithList("categories", "payment_fraud", "self_harm")),
            HashOf(TicketLine.Benign("t-1"), TicketLine.Escalate("t-2").WithList("stress", "sarcasm")),
            HashOf(TicketLine.Benign("t-1").With("thread", JsonNode.Parse("""[{"from":"sender","body":"x"}]""")), TicketLine.Escalate("t-2")),
            HashOf(TicketLine.Benign("t-1").With("thread", JsonNode.Parse("""[{"from":"agent","body":"x"}]""")), TicketLine.Escalate("t-2")),
        ];

        hashes.ShouldBeUnique(StringComparer.Ordinal);

        static string HashOf(params string[] lines) => EvalSetFolder.SetOf(lines).Hash;
    }
}
