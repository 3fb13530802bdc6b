using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Plugins.OpenAI.Requests;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>What is kept from an earlier request must never show: each body is what a client that keeps nothing would send.</summary>
public class KeptJsonTests
{
    private static readonly JsonElement OneSchema = JsonElement.Parse("""{"type": "object"}""");
    private static readonly JsonElement OtherSchema = JsonElement.Parse("""{"type": "array"}""");

    public static TheoryData<string[], bool> SecondRequests => new()
    {
        { ["rules", "shot", "answer", "another ticket"], false },
        { ["rules", "shot", "answer", "ticket", "a bad answer", "what is wrong with it"], false },
        { ["other rules", "shot", "answer", "ticket"], false },
        { ["rules", "shot", "answer"], false },
        { ["rules"], true },
        { ["ticket"], false },
        { ["rules", "shot", "answer", "ticket \"quoted\" \ud83d\ude00 <b>"], true },
    };

    [Theory]
    [MemberData(nameof(SecondRequests))]
    public void Second_request_is_what_a_first_one_would_be(string[] texts, bool hasOtherSchema)
    {
        var kept = new KeptJson();
        _ = Body(kept, ["rules", "shot", "answer", "ticket"], OneSchema);

        var body = Body(kept, texts, hasOtherSchema ? OtherSchema : OneSchema);

        body.ShouldBe(Body(new KeptJson(), texts, hasOtherSchema ? OtherSchema : OneSchema));
        JsonElement.Parse(body).GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()).ShouldBe(texts);
    }

    [Fact]
    public void Picture_beside_a_kept_text_is_still_refused()
    {
        var kept = new KeptJson();
        _ = Body(kept, ["rules", "ticket"], OneSchema);
        ChatMessage[] messages = [new(ChatRole.System, [new TextContent("rules"), new DataContent("data:image/png;base64,AA==")]), new(ChatRole.User, "ticket")];

        Should.Throw<Faults.CallFailedException>(() => ChatRequest.Write("m", messages, options: null, Concessions.None, kept));
    }

    [Fact]
    public void Body_is_as_long_as_it_says()
    {
        var body = ChatRequest.Write("m", Messages(["rules", "ticket"]), options: null, Concessions.None, new KeptJson()).Body;
        using var stream = new MemoryStream();

        body.WriteTo(stream);

        body.TryComputeLength(out var length).ShouldBeTrue();
        length.ShouldBe(stream.Length);
    }

    private static string Body(KeptJson kept, string[] texts, JsonElement schema)
    {
        var options = new ChatOptions { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "answer") };
        using var stream = new MemoryStream();
        ChatRequest.Write("m", Messages(texts), options, Concessions.None, kept).Body.WriteTo(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ChatMessage[] Messages(string[] texts) =>
        [.. texts.Select((text, index) => new ChatMessage(index == 0 ? ChatRole.System : index % 2 == 1 ? ChatRole.User : ChatRole.Assistant, text))];
}
