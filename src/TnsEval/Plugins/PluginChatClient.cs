using System.Runtime.CompilerServices;

using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TnsEval.Plugins;

/// <summary>
/// A plugin's client as the harness sees it: its exceptions become faults, and the caller's cancellation is obeyed even if the plugin
/// ignores it.
/// </summary>
internal sealed class PluginChatClient(IChatClient inner, Func<Exception, ProviderFault> classify) : DelegatingChatClient(inner)
{
    private static readonly ProviderFault NoResponse = new(ProviderFaultKind.Permanent, "the provider's client gave no response");

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            // On another thread, because a plugin may compute or block before its first await. A call given up on runs on unheard.
            var call = Task.Run(() => InnerClient.GetResponseAsync(messages, options, cancellationToken), cancellationToken);
            return await call.WaitAsync(cancellationToken) ?? throw new ProviderFaultException(NoResponse);
        }
        catch (Exception e) when (e is not ProviderFaultException)
        {
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(cancellationToken)
                : new ProviderFaultException(classify(e));
        }
    }

    /// <summary>The whole answer, cut into updates: part of an assessment is of no use, so the plugin's own streaming is not asked for.</summary>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        try
        {
            return base.GetService(serviceType, serviceKey);
        }
        catch (Exception e)
        {
            throw new ProviderFaultException(classify(e));
        }
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        catch (Exception)
        {
            return;   // clients are disposed when a run is over and written: nothing is left that a failure here could spoil
        }
    }
}
