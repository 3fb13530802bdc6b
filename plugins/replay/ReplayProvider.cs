using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Replay;

/// <summary>Answers from a cassette, the record of an earlier run: no network, no key, the same answers each time. See the README beside it.</summary>
public sealed class ReplayProvider : IModelProvider
{
    /// <summary>The variable that names another folder than the working directory for cassettes to be looked for in.</summary>
    internal const string FolderVariable = "TNSEVAL_CASSETTES";

    /// <inheritdoc/>
    public string Id => "replay";

    /// <inheritdoc/>
    /// <remarks>Whatever the recorded model could do is in its answers.</remarks>
    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true, Seed = true, TokenUsage = true };

    /// <inheritdoc/>
    public IChatClient CreateClient(ModelSettings settings)
    {
        var folder = settings.ReadVariable(FolderVariable) is { Length: > 0 } named
            ? FullPath(named, settings.WorkingDirectory, FolderVariable)
            : settings.WorkingDirectory;
        return new ReplayChatClient(Cassette.Load(FullPath(settings.Model, folder, "the model's name"), settings.Model));
    }

    /// <inheritdoc/>
    /// <remarks>Nothing here goes wrong by chance, so nothing is worth a second try.</remarks>
    public ProviderFault Classify(Exception exception) => exception is NotRecordedException
        ? new ProviderFault(ProviderFaultKind.NotRecorded, exception.Message)
        : new ProviderFault(ProviderFaultKind.Permanent, $"replaying failed with {exception.GetType().Name}");

    private static string FullPath(string path, string folder, string where) => path.Contains('\0', StringComparison.Ordinal)
        ? throw new ProviderSettingsException($"{where} holds a character that no path has", "Write it again, as the path of a cassette or of their folder")
        : Path.GetFullPath(path, folder);
}
