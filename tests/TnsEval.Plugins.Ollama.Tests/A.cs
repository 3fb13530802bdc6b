using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama.Tests;

/// <summary>Builds requests, settings and clients.</summary>
internal static class A
{
    public const string Schema = """{"type":"object","required":["verdict"],"properties":{"verdict":{"type":"string"}}}""";

    public static ChatMessage[] Prompt(string ticket = "the heating in the hall is broken") =>
        [new(ChatRole.System, "Decide."), new(ChatRole.User, ticket)];

    public static ChatOptions Options(int? maxOutputTokens = 300) => new()
    {
        Temperature = 0.25f,
        TopP = 0.5f,
        Seed = 17,
        MaxOutputTokens = maxOutputTokens,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schema), "assessment"),
    };

    public static ModelSettings Settings(string? host = null, string model = "llama3.1:8b", params (string Name, string Value)[] variables) => new()
    {
        Model = model,
        PluginFolder = "unused",
        WorkingDirectory = AppContext.BaseDirectory,
        ReadVariable = name => name == "OLLAMA_HOST" ? host : variables.FirstOrDefault(variable => variable.Name == name).Value,
    };

    /// <summary>What the call failed with, as the harness hears of it.</summary>
    public static async Task<ProviderFault> FaultAsync(this IChatClient client, ChatMessage[]? prompt = null, ChatOptions? options = null)
    {
        var failure = await Should.ThrowAsync<Exception>(() => client.GetResponseAsync(prompt ?? Prompt(), options ?? Options()));
        return new OllamaProvider().Classify(failure);
    }
}
