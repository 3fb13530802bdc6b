using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>What a client needs to know, read from the variables that Ollama itself knows.</summary>
internal sealed partial record OllamaSettings
{
    private const string KeepAliveVariable = "OLLAMA_KEEP_ALIVE";
    private const string ContextLengthVariable = "OLLAMA_CONTEXT_LENGTH";
    private const string ApiKeyVariable = "OLLAMA_API_KEY";

    /// <summary>The model's name as Ollama knows it, such as <c>llama3.1:8b</c> or <c>hf.co/owner/repository:Q4_K_M</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The server's address; ends with a slash.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent as a bearer token: Ollama itself asks for none, its cloud and reverse proxies do.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long the server keeps the model loaded after a call: a JSON string or number; the server's default when null.</summary>
    public JsonElement? KeepAlive { get; init; }

    /// <summary>The largest context, in tokens, that may be asked for; null for no limit.</summary>
    public int? MaxContext { get; init; }

    /// <summary>The address for messages.</summary>
    public string Address => Endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads all settings.</summary>
    /// <exception cref="ProviderSettingsException">Some cannot be used; all problems at once.</exception>
    public static OllamaSettings Read(ModelSettings settings)
    {
        var problems = new List<SettingsProblem>();
        var endpoint = OllamaHost.Parse(settings.ReadVariable(OllamaHost.Variable), problems);
        var apiKey = ReadApiKey(settings, problems);
        var keepAlive = ReadKeepAlive(settings, problems);
        var maxContext = ReadMaxContext(settings, problems);
        if (settings.Model.Length == 0 || settings.Model.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            problems.Add(new($"'{settings.Model}' is no name of a model", "Take a name that `ollama list` shows, such as llama3.1:8b"));
        }

        return problems.Count > 0
            ? throw new ProviderSettingsException(problems)
            : new OllamaSettings
            {
                Model = settings.Model, Endpoint = endpoint!, ApiKey = apiKey, KeepAlive = keepAlive, MaxContext = maxContext,
            };
    }

    private static string? ReadApiKey(ModelSettings settings, List<SettingsProblem> problems)
    {
        var key = settings.ReadVariable(ApiKeyVariable)?.Trim();
        if (key is not null && key.Any(c => c is <= ' ' or > '~'))
        {
            problems.Add(new($"{ApiKeyVariable} holds a character that no key has", "Copy the key again, without line breaks"));
        }

        return string.IsNullOrEmpty(key) ? null : key;
    }

    /// <summary>Ollama reads a number as seconds, and a string only when it has a unit.</summary>
    private static JsonElement? ReadKeepAlive(ModelSettings settings, List<SettingsProblem> problems)
    {
        if (Value(settings, KeepAliveVariable) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return JsonSerializer.SerializeToElement(seconds, OllamaJson.Default.Int32);
        }

        if (!GoDuration.IsMatch(text))
        {
            problems.Add(new(
                $"{KeepAliveVariable} is '{text}', which is no duration", "Write seconds, or a number with a unit such as 30s, 10m or 1h"));
        }

        return JsonSerializer.SerializeToElement(text, OllamaJson.Default.String);
    }

    /// <summary>Zero is Ollama's way to say that it chooses itself.</summary>
    private static int? ReadMaxContext(ModelSettings settings, List<SettingsProblem> problems)
    {
        if (Value(settings, ContextLengthVariable) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens))
        {
            problems.Add(new(
                $"{ContextLengthVariable} is '{text}', which is no number of tokens", "Write a whole number such as 16384, or unset it"));
        }

        return tokens == 0 ? null : tokens;
    }

    private static string? Value(ModelSettings settings, string variable) =>
        settings.ReadVariable(variable)?.Trim().Trim('"', '\'') is { Length: > 0 } value ? value : null;

    [GeneratedRegex(@"^-?([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex GoDuration { get; }
}
