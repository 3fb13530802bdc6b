using System.Reflection;
using System.Runtime.Loader;

namespace TnsEval.Plugins;

/// <summary>
/// Gives one plugin its own versions of all it references but the framework and the shared assemblies. It separates versions, not trust:
/// see docs/adr/0001-one-load-context-per-plugin.md.
/// </summary>
internal sealed class PluginLoadContext(string name, string entryAssemblyPath, bool isCollectible)
    : AssemblyLoadContext(name, isCollectible)
{
    private readonly AssemblyDependencyResolver _resolver = new(entryAssemblyPath);

    public Assembly LoadEntryAssembly() => LoadFromAssemblyPath(entryAssemblyPath);

    // Asked from several threads at once, for framework assemblies too: null leaves those to the default context.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (HostAssemblies.Shared.ContainsKey(assemblyName.Name!))
        {
            return HostAssemblies.Context.LoadFromAssemblyName(assemblyName);
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
