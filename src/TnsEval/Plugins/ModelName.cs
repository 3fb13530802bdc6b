using System.Diagnostics.CodeAnalysis;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>What a user calls a model: <c>provider/model</c>, such as <c>ollama/llama3.1:8b</c>.</summary>
/// <param name="Provider">The plugin's id: what stands before the first slash.</param>
/// <param name="Model">The provider's own name for the model, passed on as it is; may hold further slashes and colons.</param>
public readonly record struct ModelName(string Provider, string Model)
{
    /// <summary>Reads a name. Whether such a provider or model exists is not asked here.</summary>
    /// <param name="text">The name as the user wrote it.</param>
    /// <param name="where">The option or the file and line it stands in, for the problem.</param>
    /// <param name="name">The name, when it is one.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryParse(string text, string where, out ModelName name, [NotNullWhen(false)] out Problem? problem)
    {
        const string Form = "Write it as provider/model, such as offline/in-context";
        name = default;
        problem = null;
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            problem = new Problem(where, $"model '{text}' names no provider", Form);
        }
        else if (!PluginManifest.IsId(text[..slash]))
        {
            var what = $"model '{text}' begins with '{text[..slash]}', which is no provider's id";
            problem = new Problem(where, what, $"Put {PluginManifest.IdRule} before the first slash");
        }
        else if (slash == text.Length - 1 || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            problem = new Problem(where, $"model '{text}' has no name after the slash, or has white space in it", Form);
        }
        else
        {
            name = new ModelName(text[..slash], text[(slash + 1)..]);
        }

        return problem is null;
    }

    /// <summary>The name as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => $"{Provider}/{Model}";
}
