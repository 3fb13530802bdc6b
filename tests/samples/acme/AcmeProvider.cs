using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace Acme;

/// <summary>Models of the Acme API, called with the key in <c>ACME_KEY</c> at the address in <c>ACME_URL</c>.</summary>
public sealed class AcmeProvider : IModelProvider
{
    /// <inheritdoc/>
    public string Id => "acme";

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true, TokenUsage = true };

    /// <inheritdoc/>
    public IChatClient CreateClient(ModelSettings settings)
    {
        List<SettingsProblem> problems = [];
        if (!Uri.TryCreate(settings.ReadVariable("ACME_URL"), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            problems.Add(new SettingsProblem("ACME_URL is not set to a web address", "Set it to the API's address, such as https://api.acme.example"));
        }

        var key = settings.ReadVariable("ACME_KEY")?.Trim();
        if (string.IsNullOrEmpty(key) || key.Any(c => c is < '!' or > '~'))
        {
            problems.Add(new SettingsProblem("ACME_KEY is not set to a key", "Set it to the key from your account page"));
        }

        return problems.Count == 0 ? new AcmeClient(address!, key!, settings.Model) : throw new ProviderSettingsException(problems);
    }

    /// <inheritdoc/>
    public ProviderFault Classify(Exception exception) => exception switch
    {
        AcmeException known => known.Fault,
        HttpRequestException or IOException => new ProviderFault(ProviderFaultKind.Transient, "the connection to ACME_URL failed or was lost"),
        _ => new ProviderFault(ProviderFaultKind.Permanent, $"calling Acme failed with {exception.GetType().Name}"),
    };
}
