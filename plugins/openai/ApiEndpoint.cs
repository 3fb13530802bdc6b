using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI;

/// <summary>Where requests go and what they carry to be let in. No record, because a record's text would show the key.</summary>
internal sealed class ApiEndpoint
{
    private const string BaseUrlVariable = "OPENAI_BASE_URL";
    private const string AzureVariable = "AZURE_OPENAI_ENDPOINT";

    /// <summary>What <c>/chat/completions</c> is appended to.</summary>
    public required Uri Address { get; init; }

    /// <summary>The variable <see cref="Address"/> comes from, or would come from if it were not the default.</summary>
    public string AddressVariable => IsAzure ? AzureVariable : BaseUrlVariable;

    /// <summary>Null for a server that asks for none.</summary>
    public string? Key { get; init; }

    /// <summary>The variable <see cref="Key"/> comes from.</summary>
    public string KeyVariable => IsAzure ? "AZURE_OPENAI_API_KEY" : "OPENAI_API_KEY";

    /// <summary>Azure takes its key in a header of its own.</summary>
    public bool IsAzure { get; init; }

    /// <summary>The <c>api-version</c> of Azure's dated interface; null for the undated one and everywhere else.</summary>
    public string? ApiVersion { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    /// <summary>Host, and port if it is not the scheme's own: as much of the address as messages say.</summary>
    public string Host => Address.Authority;

    /// <exception cref="ProviderSettingsException">The variables contradict each other, or one is missing or unusable. All problems at once.</exception>
    public static ApiEndpoint Read(ModelSettings settings)
    {
        List<SettingsProblem> problems = [];
        var azure = Variable(AzureVariable);
        if (azure is not null && Variable(BaseUrlVariable) is not null)
        {
            throw new ProviderSettingsException(
                $"{BaseUrlVariable} and {AzureVariable} are both set, and tickets can go to one place only", "Unset the one that is not meant");
        }

        var endpoint = azure is null ? ReadOpenAI() : ReadAzure(azure);
        return problems.Count == 0 ? endpoint : throw new ProviderSettingsException(problems);

        ApiEndpoint ReadOpenAI()
        {
            var address = BaseAddress.Default;
            if (Variable(BaseUrlVariable) is { } given)
            {
                address = BaseAddress.Parse(given, BaseUrlVariable, problems) ?? address;
            }

            var read = new ApiEndpoint
            {
                Address = address.AbsolutePath == "/" ? new Uri(address, "v1") : address,
                Key = Header("OPENAI_API_KEY"),
                Organization = Header("OPENAI_ORG_ID", "OPENAI_ORGANIZATION"),
                Project = Header("OPENAI_PROJECT_ID", "OPENAI_PROJECT"),
            };
            Check(read, isKeyNeeded: BaseAddress.IsOpenAI(address));
            return read;
        }

        ApiEndpoint ReadAzure(string given)
        {
            var resource = BaseAddress.Parse(given, AzureVariable, problems) ?? BaseAddress.Default;
            var root = resource.AbsoluteUri.TrimEnd('/').WithoutEnd("/v1").WithoutEnd("/openai");
            var version = Variable("OPENAI_API_VERSION");
            var read = new ApiEndpoint
            {
                Address = new Uri(version is null ? $"{root}/openai/v1" : $"{root}/openai/deployments/{Uri.EscapeDataString(settings.Model)}"),
                Key = Header("AZURE_OPENAI_API_KEY"),
                IsAzure = true,
                ApiVersion = version,
            };
            Check(read, isKeyNeeded: true);
            return read;
        }

        void Check(ApiEndpoint read, bool isKeyNeeded)
        {
            if (isKeyNeeded && read.Key is null && Variable(read.KeyVariable) is null)
            {
                problems.Add(new SettingsProblem(
                    $"{read.KeyVariable} is not set, and {read.Host} asks for a key",
                    $"Set {read.KeyVariable}" + (read.IsAzure ? "" : $", or {BaseUrlVariable} to a server that needs none")));
            }

            if (read.Key is not null && read.Address.Scheme == Uri.UriSchemeHttp && !BaseAddress.IsNear(read.Address))
            {
                problems.Add(new SettingsProblem(
                    $"{read.AddressVariable} is http, so the key and the tickets would cross the network readable",
                    $"Use https, or unset {read.KeyVariable} if the server on your own network needs none"));
            }
        }

        string? Variable(string name) => settings.ReadVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

        // The value of the first variable that is set. It becomes a header, and an exception about a bad header would quote it.
        string? Header(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (Variable(name) is { } value)
                {
                    if (value.All(character => character is > ' ' and <= '~'))
                    {
                        return value;
                    }

                    problems.Add(new SettingsProblem($"{name} holds a blank, a line break or a letter outside ASCII", "Copy it again, alone and whole"));
                    return null;
                }
            }

            return null;
        }
    }
}
