using System.Collections.Frozen;

namespace TnsEval.ProviderConformance;

/// <summary>The suite for a provider that computes its answers or reads them from files. <inheritdoc cref="ModelProviderConformance"/></summary>
public abstract class LocalProviderConformance : ModelProviderConformance
{
    /// <summary>The environment variables that the provider's settings need.</summary>
    protected virtual IReadOnlyDictionary<string, string> Variables => FrozenDictionary<string, string>.Empty;

    private protected override Bench Open() => new(CreateProvider(), Settings(Variables));
}
