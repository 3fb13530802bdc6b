using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Tests.Calls;

/// <summary>What is kept from an earlier request must never show: each identity is what a request by itself has.</summary>
public sealed class RequestIdentitiesTests
{
    private const string Schema = """{ "type": "object", "properties": {"quote": {"type": ["string", "null"], "description": "verbatim — as it stands", "maxLength": 1e2}} }""";

    private static readonly string[] First = ["rules", "shot", "answer", "ticket"];

    public static TheoryData<string[], string> SecondRequests => new()
    {
        { First, """{"type":"object"}""" },
        { ["rules", "shot", "answer", "another ticket"], """{"type":"object"}""" },
        { ["rules", "shot", "answer", "ticket", "a bad answer", "what is wrong with it"], """{"type":"object"}""" },
        { ["other rules", "shot", "answer", "ticket"], """{"type":"object"}""" },
        { ["rules", "shot", "answer"], """{"type":"object"}""" },
        { ["rules"], """{"type":"array"}""" },
        { [], """{"type":"object"}""" },
        { ["rules", "shot", "answer", "ticket"], """{"type":"array"}""" },
    };

    [Theory]
    [MemberData(nameof(SecondRequests))]
    public void Second_request_has_the_identity_it_would_have_alone(string[] texts, string schema)
    {
        var identities = new RequestIdentities();
        _ = identities.Of(Messages(First), Options("""{"type":"object"}"""));

        identities.Of(Messages(texts), Options(schema)).ShouldBe(RequestIdentity.Of(Messages(texts), Options(schema)));
    }

    [Fact]
    public void Identity_is_the_hash_of_the_request_as_one_document()
    {
        string[] texts = ["rules\r\n\"안녕\" <b>", "shot", "answer", "ticket"];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("messages");
            foreach (var message in Messages(texts))
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role.Value);
                json.WriteString("text", message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("seed", 1);
            json.WriteStartObject("schema");
            json.WriteString("name", "answer");
            json.WritePropertyName("definition");
            JsonElement.Parse(Schema).WriteTo(json);
            json.WriteEndObject();
            json.WriteStartObject("others");
            json.WriteString("strictJsonSchema", "True");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        RequestIdentity.Of(Messages(texts), Options(Schema)).ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream.ToArray())));
    }

    [Fact]
    public async Task Identities_are_right_from_many_threads_at_once()
    {
        var identities = new RequestIdentities();
        string[][] prompts = [First, ["other rules", "ticket"]];
        var options = Options("""{"type":"object"}""");

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
            Task.Run(() => identities.Of(Messages([.. prompts[number % 2], $"ticket {number}"]), options))));

        found.ShouldBe(Enumerable.Range(0, 200).Select(number => RequestIdentity.Of(Messages([.. prompts[number % 2], $"ticket {number}"]), options)));
    }

    [Fact]
    public void Picture_beside_a_known_text_still_has_no_identity()
    {
        var identities = new RequestIdentities();
        _ = identities.Of(Messages(["rules", "ticket"]), null);

        Should.Throw<NotSupportedException>(() => identities.Of(
            [new ChatMessage(ChatRole.System, [new TextContent("rules"), new DataContent("data:image/png;base64,AA==")]), new ChatMessage(ChatRole.User, "ticket")], null));
    }

    private static ChatMessage[] Messages(string[] texts) =>
        [.. texts.Select((text, index) => new ChatMessage(index == 0 ? ChatRole.System : index % 2 == 1 ? ChatRole.User : ChatRole.Assistant, text))];

    private static ChatOptions Options(string schema) => new()
    {
        Seed = 1, ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), "answer"), AdditionalProperties = new() { ["strictJsonSchema"] = true },
    };
}
