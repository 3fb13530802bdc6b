using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>A server that sends back all it was sent, key included, wherever an answer has room for it.</summary>
public class SecretTests
{
    private const string Ticket = "canaryticket";
    private const string AzureKey = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(200, "application/json", """{"error":{"message":"KEY TICKET","code":"KEY","type":"KEY","param":"KEY"}}""")]
    [InlineData(200, "application/json", """{"error":"KEY TICKET"}""")]
    [InlineData(200, "application/json", """{"choices":[],"model":"KEY TICKET"}""")]
    [InlineData(200, "application/json", """{"choices":"KEY TICKET"}""")]
    [InlineData(200, "text/html", "<p>KEY TICKET</p>")]
    [InlineData(200, "KEY/TICKET", "KEY")]
    [InlineData(301, "text/html", "KEY TICKET")]
    [InlineData(400, "application/json", """{"error":{"message":"KEY TICKET","code":"KEY","type":"KEY","param":"KEY","innererror":{"code":"KEY"}}}""")]
    [InlineData(400, "application/json", """{"error":{"message":"temperature is not supported KEY TICKET"}}""")]
    [InlineData(401, "application/json", """{"error":{"message":"Incorrect API key provided: KEY. TICKET","code":"invalid_api_key"}}""")]
    [InlineData(403, "text/html", "<p>KEY TICKET</p>")]
    [InlineData(404, "application/json", """{"error":{"message":"KEY TICKET","code":"KEY"}}""")]
    [InlineData(429, "application/json", """{"error":{"message":"KEY TICKET","type":"KEY"}}""")]
    [InlineData(500, "KEY", "KEY TICKET")]
    public async Task Neither_key_nor_ticket_leaves_in_a_message_or_an_exception(int status, string contentType, string body)
    {
        foreach (var key in new[] { Given.Key, AzureKey })
        {
            string Filled(string text) => text.Replace("KEY", key, StringComparison.Ordinal).Replace("TICKET", Ticket, StringComparison.Ordinal);
            using var server = new StubServer(new Reply.Whole(status, Filled(body), Filled(contentType), $"Location: https://elsewhere/{key}", $"X-Echo: {key}"));
            var provider = new OpenAIProvider();
            using var client = provider.CreateClient(Given.Settings("m", ("OPENAI_BASE_URL", server.BaseUrl), ("OPENAI_API_KEY", key)));

            var exception = await Should.ThrowAsync<Exception>(
                () => client.GetResponseAsync(Ticket, new ChatOptions { Temperature = 0 }));

            var fault = provider.Classify(exception);
            var leaving = $"{fault.Message}\n{exception}\n{string.Join('\n', exception.Data.Values.Cast<object?>())}";
            leaving.ShouldNotContain(key);
            leaving.ShouldNotContain(Ticket);
        }
    }

    [Fact]
    public async Task The_notes_of_an_answer_hold_no_key()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = new OpenAIProvider().Client(server);

        var response = await client.AskAsync(Given.Schema());

        System.Text.Json.JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions).ShouldNotContain(Given.Key);
    }
}
