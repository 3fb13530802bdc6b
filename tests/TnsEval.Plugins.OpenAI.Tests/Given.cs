using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

internal static class Given
{
    public const string Key = "sk-canary-7f3a9c";

    public static ModelSettings Settings(string model, params (string Name, string Value)[] variables) => new()
    {
        Model = model,
        PluginFolder = AppContext.BaseDirectory,
        WorkingDirectory = AppContext.BaseDirectory,
        ReadVariable = name => Array.Find(variables, variable => variable.Name == name).Value,
    };

    public static IChatClient Client(this OpenAIProvider provider, StubServer server, string model = "gpt-x") =>
        provider.CreateClient(Settings(model, ("OPENAI_BASE_URL", server.BaseUrl), ("OPENAI_API_KEY", Key)));

    public static Task<ChatResponse> AskAsync(this IChatClient client, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        client.GetResponseAsync([new ChatMessage(ChatRole.System, "Answer in JSON."), new ChatMessage(ChatRole.User, "a ticket")], options, cancellationToken);

    /// <summary>One call to a server that answers so, and what it came to.</summary>
    public static async Task<ChatResponse> AskAsync(Reply reply, ChatOptions? options = null)
    {
        using var server = new StubServer(reply);
        using var client = new OpenAIProvider().Client(server);
        return await client.AskAsync(options);
    }

    public static async Task<ProviderFault> FaultAsync(this OpenAIProvider provider, IChatClient client, ChatOptions? options = null) =>
        provider.Classify(await Should.ThrowAsync<Exception>(() => client.AskAsync(options)));

    /// <summary>One call that fails, and what it means.</summary>
    public static async Task<ProviderFault> FaultAsync(Reply reply, ChatOptions? options = null, TimeProvider? time = null)
    {
        using var server = new StubServer(reply);
        var provider = new OpenAIProvider(time ?? TimeProvider.System);
        using var client = provider.Client(server);
        return await provider.FaultAsync(client, options);
    }

    public static ChatOptions Schema(bool isStrict = true) => new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(
            JsonElement.Parse("""{"type":"object","properties":{"verdict":{"type":"string"}}}"""), "tns_assessment"),
        AdditionalProperties = isStrict ? new() { ["strictJsonSchema"] = true } : null,
    };

    public static JsonElement Json(this Received request) => JsonElement.Parse(request.Body);

    public static string Format(this Received request) =>
        request.Json().TryGetProperty("response_format", out var format) ? format.GetProperty("type").GetString()! : "none";
}
