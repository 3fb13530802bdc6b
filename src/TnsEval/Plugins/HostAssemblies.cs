using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;

using TnsEval.Abstractions;

namespace TnsEval.Plugins;

/// <summary>What a plugin gets from the host instead of from its own folder.</summary>
internal static class HostAssemblies
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Where the contract lives; not the default context when the harness itself was loaded into another one.</summary>
    public static AssemblyLoadContext Context { get; } = AssemblyLoadContext.GetLoadContext(typeof(IModelProvider).Assembly)!;

    /// <summary>
    /// The assemblies whose types cross the boundary, by simple name, with the host's version: the contract and all it references outside
    /// the framework. A second copy of one of them would make two unequal types of each of its types.
    /// </summary>
    public static FrozenDictionary<string, Version> Shared { get; } = ClosureOf(typeof(IModelProvider).Assembly);

    public static bool IsFramework(string simpleName) => File.Exists(Path.Combine(FrameworkFolder, simpleName + ".dll"));

    private static FrozenDictionary<string, Version> ClosureOf(Assembly contract)
    {
        Dictionary<string, Version> versions = [];
        var pending = new Queue<AssemblyName>([contract.GetName()]);
        while (pending.TryDequeue(out var reference))
        {
            var assembly = Context.LoadFromAssemblyName(reference);
            var name = assembly.GetName();
            if (!IsFramework(name.Name!) && versions.TryAdd(name.Name!, name.Version!))
            {
                foreach (var next in assembly.GetReferencedAssemblies())
                {
                    pending.Enqueue(next);
                }
            }
        }

        return versions.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
