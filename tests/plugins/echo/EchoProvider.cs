using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TestPlugins.Echo;

/// <summary>A plugin that does everything right: answers with the last message.</summary>
public sealed class EchoProvider : IModelProvider
{
    public string Id => "echo";

    public ProviderCapabilities Capabilities { get; } = new() { Seed = true };

    public IChatClient CreateClient(ModelSettings settings)
    {
        List<SettingsProblem> problems = [];
        if (settings.Model != "parrot")
        {
            problems.Add(new SettingsProblem($"there is no model '{settings.Model}'", "Use parrot"));
        }

        if (settings.ReadVariable("ECHO_KEY") is null)
        {
            problems.Add(new SettingsProblem("ECHO_KEY is not set", "Set it to any value"));
        }

        return problems.Count == 0 ? new EchoClient() : throw new ProviderSettingsException(problems);
    }

    public ProviderFault Classify(Exception exception) => new(ProviderFaultKind.Transient, "the parrot sleeps", TimeSpan.FromSeconds(3));
}

internal sealed class EchoClient : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Last().Text));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
