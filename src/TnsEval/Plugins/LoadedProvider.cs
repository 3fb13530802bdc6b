using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;

using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>
/// The provider of a plugin that was loaded: the boundary between its code and the harness. No exception object of the plugin gets past it,
/// only text that cannot hold a ticket or a key. Safe to use from many threads.
/// </summary>
public sealed class LoadedProvider
{
    private readonly IModelProvider _provider;

    private LoadedProvider(Plugin plugin, IModelProvider provider, ProviderCapabilities capabilities)
    {
        Plugin = plugin;
        _provider = provider;
        Capabilities = capabilities;
    }

    /// <summary>The plugin it came from.</summary>
    public Plugin Plugin { get; }

    /// <summary>What the provider said its models can do.</summary>
    public ProviderCapabilities Capabilities { get; }

    /// <summary>The context the plugin was loaded into.</summary>
    internal AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(_provider.GetType().Assembly)!;

    /// <summary>
    /// Makes a client for one model, or says why the settings do not allow one. The client throws <see cref="ProviderFaultException"/>, or
    /// <see cref="OperationCanceledException"/> when the caller's own token is cancelled, even if the plugin ignores the token.
    /// Dispose it when the run is over.
    /// </summary>
    /// <param name="model">The model's name without the provider's id.</param>
    /// <param name="workingDirectory">What relative paths in a setting start from.</param>
    /// <param name="readVariable">Reads an environment variable; null when it is not set.</param>
    /// <param name="client">The client, when there is one.</param>
    /// <param name="problems">Why there is none; empty on success.</param>
    public bool TryCreateClient(
        string model,
        string workingDirectory,
        Func<string, string?> readVariable,
        [NotNullWhen(true)] out IChatClient? client,
        out IReadOnlyList<Problem> problems)
    {
        var name = new ModelName(Plugin.Manifest.Id, model).ToString();
        client = null;
        try
        {
            var settings = new ModelSettings
            {
                Model = model, PluginFolder = Plugin.Folder, WorkingDirectory = workingDirectory, ReadVariable = readVariable,
            };
            if (_provider.CreateClient(settings) is { } inner)
            {
                client = new PluginChatClient(inner, Classify);
                problems = [];
            }
            else
            {
                problems = [Defect(Plugin, name, "CreateClient gave no client")];
            }
        }
        catch (ProviderSettingsException e)
        {
            problems = [.. e.Problems.Select(problem => new Problem(name, problem.What, problem.Fix))];
        }
        catch (Exception e)
        {
            problems = [Defect(Plugin, name, $"CreateClient threw {PluginFailure.Describe(e)}")];
        }

        return client is not null;
    }

    /// <summary>Loads a plugin; what its code does wrong on the way becomes a problem.</summary>
    /// <param name="plugin">A plugin that passed the check.</param>
    /// <param name="isCollectible">Only tests unload plugins: a collectible context runs no precompiled code.</param>
    internal static (LoadedProvider? Provider, IReadOnlyList<Problem> Problems) Load(Plugin plugin, bool isCollectible = false)
    {
        PluginLoadContext? context = null;
        try
        {
            context = new PluginLoadContext(plugin.Manifest.Id, plugin.EntryAssemblyPath, isCollectible);
            var entryType = context.LoadEntryAssembly().GetType(plugin.Manifest.EntryType, throwOnError: true)!;
            if (Activator.CreateInstance(entryType) is not IModelProvider provider)
            {
                return (null, [Defect(plugin, plugin.Folder, $"{entryType.FullName} does not implement {nameof(IModelProvider)}")]);
            }

            var id = provider.Id;
            if (id != plugin.Manifest.Id)
            {
                return (null, [Defect(plugin, plugin.Folder, $"the provider calls itself '{id}', its manifest '{plugin.Manifest.Id}'")]);
            }

            return provider.Capabilities is { } capabilities
                ? (new LoadedProvider(plugin, provider, capabilities), [])
                : (null, [Defect(plugin, plugin.Folder, "the provider states no capabilities")]);
        }
        catch (Exception e)
        {
            var names = (context?.Assemblies ?? []).Select(assembly => assembly.GetName());
            var loaded = string.Join(", ", names.Select(name => $"{name.Name} {name.Version}"));
            return (null, [Defect(plugin, plugin.Folder, $"loading it failed with {PluginFailure.Describe(e)} (loaded so far: {loaded})")]);
        }
    }

    private ProviderFault Classify(Exception exception)
    {
        ProviderFault? fault;
        try
        {
            fault = _provider.Classify(exception);
        }
        catch (Exception)
        {
            fault = null;   // how the call failed is what matters, not how its explanation did
        }

        if (fault is { Message: not null } && Enum.IsDefined(fault.Kind))
        {
            return fault;
        }

        var unexplained = $"{exception.GetType().FullName}, which plugin '{Plugin.Manifest.Id}' does not explain";
        return new ProviderFault(ProviderFaultKind.Permanent, unexplained);
    }

    private static Problem Defect(Plugin plugin, string where, string what) => new(
        where,
        what,
        $"Use another version of plugin '{plugin.Manifest.Id}' than {plugin.Manifest.Version}, or report this to its author");
}
