using System.Reflection;
using Acme;
using Acme.Tests;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance.Tests;

/// <summary>The suite on a provider that passes it, with one thing spoilt. Not public, so that its cases are no tests by themselves.</summary>
internal sealed class SpoiltConformance(
    Func<IChatClient, IChatClient>? spoilClient = null, Func<Func<Exception, ProviderFault>, Exception, ProviderFault>? spoilClassify = null)
    : HttpProviderConformance
{
    protected override IModelProvider CreateProvider() => new SpoiltProvider(
        spoilClient ?? (client => client), spoilClassify ?? ((classify, exception) => classify(exception)));

    protected override string Model => "small";

    protected override WireDialect Dialect { get; } = new AcmeDialect();

    protected override IReadOnlyDictionary<string, string> VariablesFor(Uri server, string key) =>
        new Dictionary<string, string> { ["ACME_URL"] = server.ToString(), ["ACME_KEY"] = key };

    /// <summary>The names of the cases that fail.</summary>
    public async Task<IReadOnlyList<string>> FailuresAsync()
    {
        List<string> failures = [];
        foreach (var @case in ConformanceTable.Cases)
        {
            try
            {
                await (@case.Invoke(this, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null) as Task ?? Task.CompletedTask);
            }
            catch (NotApplicableException)
            {
                continue;
            }
            catch (Exception)
            {
                failures.Add(@case.Name);
            }
        }

        return failures;
    }
}

public sealed class SpoiltProvider(
    Func<IChatClient, IChatClient> spoilClient, Func<Func<Exception, ProviderFault>, Exception, ProviderFault> spoilClassify) : IModelProvider
{
    private readonly AcmeProvider _sound = new();

    public SpoiltProvider()
        : this(client => client, (classify, exception) => classify(exception))
    {
    }

    public string Id => "spoilt";

    public ProviderCapabilities Capabilities => _sound.Capabilities;

    public IChatClient CreateClient(ModelSettings settings) => spoilClient(_sound.CreateClient(settings));

    public ProviderFault Classify(Exception exception) => spoilClassify(_sound.Classify, exception);
}

/// <summary>A client that answers as a test says, given the sound client's way of answering.</summary>
internal sealed class SpoiltClient(IChatClient inner, Func<Func<CancellationToken, Task<ChatResponse>>, CancellationToken, Task<ChatResponse>> answer)
    : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        answer(token => InnerClient.GetResponseAsync(messages, options, token), cancellationToken);
}
