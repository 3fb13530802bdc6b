using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI;

/// <summary>Makes an endpoint of the ecosystem's variables. An empty variable is one that is not set.</summary>
internal sealed class EndpointReader(ModelSettings settings)
{
    private readonly List<SettingsProblem> _problems = [];

    /// <exception cref="ProviderSettingsException">
    /// The variables contradict each other, or one is missing or unusable. All problems at once.
    /// </exception>
    public ApiEndpoint Read()
    {
        var azure = Variable(ApiEndpoint.AzureVariable);
        var baseUrl = Variable(ApiEndpoint.BaseUrlVariable);
        if (azure is not null && baseUrl is not null)
        {
            throw new ProviderSettingsException(
                $"{ApiEndpoint.BaseUrlVariable} and {ApiEndpoint.AzureVariable} are both set, and tickets can go to one place only",
                "Unset the one that is not meant");
        }

        var endpoint = azure is null ? OpenAI(baseUrl) : Azure(azure);
        Check(endpoint);
        return _problems.Count == 0 ? endpoint : throw new ProviderSettingsException(_problems);
    }

    private ApiEndpoint OpenAI(string? baseUrl)
    {
        var address = baseUrl is null ? null : BaseAddress.Parse(baseUrl, ApiEndpoint.BaseUrlVariable, _problems);
        address ??= BaseAddress.Default;
        return new ApiEndpoint
        {
            Address = address.AbsolutePath == "/" ? new Uri(address, "v1") : address,
            Key = Header("OPENAI_API_KEY"),
            Organization = Header("OPENAI_ORG_ID") ?? Header("OPENAI_ORGANIZATION"),
            Project = Header("OPENAI_PROJECT_ID") ?? Header("OPENAI_PROJECT"),
        };
    }

    /// <summary>Takes the resource's address with or without the path that Azure's own pages show after it.</summary>
    private ApiEndpoint Azure(string resource)
    {
        var address = BaseAddress.Parse(resource, ApiEndpoint.AzureVariable, _problems) ?? BaseAddress.Default;
        var root = WithoutEnd(WithoutEnd(address.AbsoluteUri.TrimEnd('/'), "/v1"), "/openai");
        var version = Variable("OPENAI_API_VERSION");
        return new ApiEndpoint
        {
            Address = new Uri(version is null ? $"{root}/openai/v1" : $"{root}/openai/deployments/{Uri.EscapeDataString(settings.Model)}"),
            Key = Header("AZURE_OPENAI_API_KEY"),
            IsAzure = true,
            ApiVersion = version,
        };
    }

    private void Check(ApiEndpoint endpoint)
    {
        if (Variable(endpoint.KeyVariable) is null && (endpoint.IsAzure || BaseAddress.IsOpenAI(endpoint.Address)))
        {
            _problems.Add(new SettingsProblem(
                $"{endpoint.KeyVariable} is not set, and {endpoint.Host} asks for a key",
                $"Set {endpoint.KeyVariable}" + (endpoint.IsAzure ? "" : $", or {ApiEndpoint.BaseUrlVariable} to a server that needs none")));
        }

        if (endpoint.Key is not null && endpoint.Address.Scheme == Uri.UriSchemeHttp && !BaseAddress.IsNear(endpoint.Address))
        {
            _problems.Add(new SettingsProblem(
                $"{endpoint.AddressVariable} is http, so the key and the tickets would cross the network readable",
                $"Use https, or unset {endpoint.KeyVariable} if the server on your own network needs none"));
        }
    }

    /// <summary>A value that becomes a header, checked here because an exception about a bad header would quote it.</summary>
    private string? Header(string name)
    {
        var value = Variable(name);
        if (value is null || value.All(character => character is > ' ' and <= '~'))
        {
            return value;
        }

        _problems.Add(new SettingsProblem($"{name} holds a blank, a line break or a letter outside ASCII", "Copy it again, alone and whole"));
        return null;
    }

    private string? Variable(string name) => settings.ReadVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static string WithoutEnd(string text, string end) =>
        text.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? text[..^end.Length] : text;
}
