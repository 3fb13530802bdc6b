using TnsEval.Abstractions;
using TnsEval.ProviderConformance;

namespace Acme.Tests;

public sealed class AcmeConformance : HttpProviderConformance
{
    protected override IModelProvider CreateProvider() => new AcmeProvider();

    protected override string Model => "small";

    protected override WireDialect Dialect { get; } = new AcmeDialect();

    protected override IReadOnlyDictionary<string, string> VariablesFor(Uri server, string key) =>
        new Dictionary<string, string> { ["ACME_URL"] = server.ToString(), ["ACME_KEY"] = key };
}
