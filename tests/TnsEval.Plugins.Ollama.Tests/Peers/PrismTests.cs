using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using TnsEval.Testing;

namespace TnsEval.Plugins.Ollama.Tests.Peers;

/// <summary>
/// The requests that the client sends, checked by Prism against the API's description that Ollama publishes. It knows no more than the description
/// does, which is silent on <c>truncate</c> and <c>shift</c>; what a server answers is not looked at here.
/// </summary>
[Trait("Lane", "peers")]
public sealed class PrismTests
{
    private const string Contract = "contracts/ollama.openapi.yaml";

    [PeerFact(Contract)]
    public async Task Every_kind_of_request_is_one_that_Ollama_describes()
    {
        await using var prism = await PeerServer.StartPrismAsync(ReferenceData.PathOf(Contract));
        using var http = new HttpClient { BaseAddress = prism.Address };

        foreach (var (kind, request) in await RequestsAsync())
        {
            var (status, body) = await CheckAsync(http, request);
            status.ShouldBe(HttpStatusCode.OK, $"{kind}: {body}");
        }
    }

    /// <summary>The canary: were nothing checked, these would pass too.</summary>
    [PeerFact(Contract)]
    public async Task A_request_that_Ollama_does_not_describe_is_found()
    {
        await using var prism = await PeerServer.StartPrismAsync(ReferenceData.PathOf(Contract));
        using var http = new HttpClient { BaseAddress = prism.Address };
        var sound = (await RequestsAsync())["everything set"];
        (string Where, Action<JsonNode> Spoil)[] mistakes =
        [
            ("model", request => request.AsObject().Remove("model")),
            ("format", request => request["format"] = 7),
            ("temperature", request => request["options"]!["temperature"] = "hot"),
            ("num_ctx", request => request["options"]!["num_ctx"] = 4096.5),
            ("role", request => request["messages"]![0]!["role"] = "teacher"),
            ("stream", request => request["stream"] = "yes"),
        ];

        foreach (var (where, spoil) in mistakes)
        {
            var request = JsonNode.Parse(sound)!;
            spoil(request);
            var (status, body) = await CheckAsync(http, request.ToJsonString());
            status.ShouldBe(HttpStatusCode.UnprocessableEntity, where);
            body.ShouldContain(where);
        }
    }

    /// <summary>As they came over the wire.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> RequestsAsync()
    {
        await using var ollama = await FakeOllama.StartAsync((context, request) =>
            request.GetProperty("model").GetString() == "old" && request.GetProperty("format").GetRawText() != "\"json\""
                ? FakeOllama.WriteAsync(context, """{"error":"invalid format"}""", 400)
                : FakeOllama.WriteAsync(context, FakeOllama.Line()));
        var all = A.Options();
        (all.TopK, all.FrequencyPenalty, all.PresencePenalty, all.StopSequences) = (40, 0.5f, 0.5f, ["END"]);

        return new Dictionary<string, string>
        {
            ["nothing set"] = await RequestAsync("llama3.1:8b", new ChatOptions()),
            ["as the harness asks"] = await RequestAsync("llama3.1:8b", A.Options()),
            ["everything set"] = await RequestAsync("llama3.1:8b", all, ("OLLAMA_KEEP_ALIVE", "30m")),
            ["kept for ever"] = await RequestAsync("llama3.1:8b", all, ("OLLAMA_KEEP_ALIVE", "-1")),
            ["any JSON, for an old server"] = await RequestAsync("old", A.Options()),
        };

        async Task<string> RequestAsync(string model, ChatOptions options, params (string Name, string Value)[] variables)
        {
            using var client = new OllamaProvider().CreateClient(A.Settings(ollama.Host, model, variables));
            await client.GetResponseAsync(A.Prompt("Grüße, 山田"), options);
            return ollama.Requests.Last().GetRawText();
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> CheckAsync(HttpClient http, string request)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("api/chat", UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
