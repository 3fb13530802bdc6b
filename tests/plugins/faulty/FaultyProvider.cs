using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TestPlugins.Faulty;

/// <summary>Loads well and then does what the model's name says. Its exceptions quote a key, as those of HTTP libraries do.</summary>
public sealed class FaultyProvider : IModelProvider
{
    public const string Key = "sk-secret";

    public string Id => "faulty";

    public ProviderCapabilities Capabilities { get; } = new();

    public IChatClient CreateClient(ModelSettings settings) => settings.Model switch
    {
        "factory-throws" => throw new FormatException($"The header 'Bearer {Key}' is invalid."),
        "factory-gives-null" => null!,
        _ => new FaultyClient(settings.Model),
    };

    public ProviderFault Classify(Exception exception) => exception switch
    {
        NotImplementedException => throw new InvalidOperationException($"cannot explain {Key}"),
        NotSupportedException => null!,
        ArithmeticException => new ProviderFault((ProviderFaultKind)99, "no such kind"),
        OperationCanceledException => new ProviderFault(ProviderFaultKind.Transient, "its own time-out"),
        _ => new ProviderFault(ProviderFaultKind.RateLimited, "too many calls", TimeSpan.FromSeconds(7)),
    };
}

internal sealed class FaultyClient(string model) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        switch (model)
        {
            case "blocks":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "never-answers":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                break;
        }

        throw model switch
        {
            "inexplicable" => new NotImplementedException(FaultyProvider.Key),
            "explained-by-null" => new NotSupportedException(FaultyProvider.Key),
            "explained-by-no-kind" => new ArithmeticException(FaultyProvider.Key),
            "times-out" => new TaskCanceledException(FaultyProvider.Key),
            _ => new InvalidOperationException(FaultyProvider.Key),
        };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => throw new InvalidOperationException(FaultyProvider.Key);

    public void Dispose() => throw new InvalidOperationException(FaultyProvider.Key);
}
