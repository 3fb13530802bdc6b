using TnsEval.Abstractions;
using TnsEval.ProviderConformance;

namespace TnsEval.Plugins.Ollama.Tests;

public sealed class OllamaConformance : HttpProviderConformance
{
    protected override IModelProvider CreateProvider() => new OllamaProvider();

    protected override string Model => "llama3.1:8b";

    protected override WireDialect Dialect { get; } = new OllamaDialect();

    protected override IReadOnlyDictionary<string, string> VariablesFor(Uri server, string key) =>
        new Dictionary<string, string> { ["OLLAMA_HOST"] = server.ToString(), ["OLLAMA_API_KEY"] = key };
}
