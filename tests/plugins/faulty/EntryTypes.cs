using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TestPlugins.Faulty;

/// <summary>The parts of a provider that the wrong entry types below do not get wrong.</summary>
public abstract class AbstractProvider : IModelProvider
{
    public virtual string Id => "faulty";

    public virtual ProviderCapabilities Capabilities { get; } = new();

    public IChatClient CreateClient(ModelSettings settings) => throw new NotSupportedException();

    public ProviderFault Classify(Exception exception) => throw new NotSupportedException();
}

public sealed class InheritsTheContract : AbstractProvider;

public sealed class ThrowsInConstructor : AbstractProvider
{
    public ThrowsInConstructor() => throw new InvalidOperationException(FaultyProvider.Key);
}

public sealed class ThrowsInCapabilities : AbstractProvider
{
    public override ProviderCapabilities Capabilities => throw new InvalidOperationException(FaultyProvider.Key);
}

public sealed class HasNoCapabilities : AbstractProvider
{
    public override ProviderCapabilities Capabilities => null!;
}

public sealed class CallsItselfSomethingElse : AbstractProvider
{
    public override string Id => "innocent";
}

public sealed class NeedsAnArgument(string argument) : AbstractProvider
{
    public override string Id => argument;
}

public sealed class GenericProvider<T> : AbstractProvider;

public sealed class NotAProvider;

internal sealed class InternalProvider : AbstractProvider;
