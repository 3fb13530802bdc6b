namespace TnsEval.Plugins.OpenAI;

/// <summary>Where requests go and what they carry to be let in. No record, because a record's text would show the key.</summary>
internal sealed class ApiEndpoint
{
    public const string BaseUrlVariable = "OPENAI_BASE_URL";
    public const string AzureVariable = "AZURE_OPENAI_ENDPOINT";

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

    /// <summary>The organization to bill; null for the key's own.</summary>
    public string? Organization { get; init; }

    /// <summary>The project to bill; null for the key's own.</summary>
    public string? Project { get; init; }

    /// <summary>Host, and port if it is not the scheme's own: as much of the address as messages say.</summary>
    public string Host => Address.Authority;
}
