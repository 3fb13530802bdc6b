using TnsEval.Abstractions;
using TnsEval.ProviderConformance;

namespace TnsEval.Plugins.OpenAI.Tests;

public sealed class OpenAIConformance : HttpProviderConformance
{
    protected override IModelProvider CreateProvider() => new OpenAIProvider();

    protected override string Model => "gpt-x";

    protected override WireDialect Dialect { get; } = new OpenAIDialect();

    protected override IReadOnlyDictionary<string, string> VariablesFor(Uri server, string key) =>
        new Dictionary<string, string> { ["OPENAI_BASE_URL"] = $"{server}v1", ["OPENAI_API_KEY"] = key };
}
