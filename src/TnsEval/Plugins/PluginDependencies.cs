using System.Reflection;
using System.Runtime.Loader;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>Asks the resolver that the load will ask, before the load, whether the plugin has all it references.</summary>
internal static class PluginDependencies
{
    public static IEnumerable<Problem> Check(string entryPath, AssemblyMetadata entry)
    {
        var manifest = Path.ChangeExtension(entryPath, ".deps.json");
        if (!File.Exists(manifest))
        {
            // The runtime would take any .dll in the folder for a dependency, strays included.
            return [new Problem(manifest, "there is no such file", "Build the plugin with EnableDynamicLoading, which writes it")];
        }

        try
        {
            return Check(entryPath, entry, manifest, new AssemblyDependencyResolver(entryPath));
        }
        catch (InvalidOperationException e)
        {
            var reason = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            return [new Problem(manifest, $"the runtime cannot read it: {reason}", "Build the plugin again")];
        }
    }

    private static IEnumerable<Problem> Check(
        string entryPath, AssemblyMetadata entry, string manifest, AssemblyDependencyResolver resolver)
    {
        var realFolder = RealPath.Of(Path.GetDirectoryName(entryPath)!);
        var listed = File.ReadAllText(manifest);
        var pending = new Queue<(string Path, AssemblyMetadata Assembly)>([(entryPath, entry)]);
        HashSet<string> seen = new(HostAssemblies.Shared.Keys, StringComparer.OrdinalIgnoreCase);
        while (pending.TryDequeue(out var user))
        {
            foreach (var (name, version) in user.Assembly.References.Where(reference => seen.Add(reference.Name)))
            {
                if (resolver.ResolveAssemblyToPath(new AssemblyName { Name = name }) is { } path)
                {
                    if (!RealPath.IsInside(RealPath.Of(path), realFolder))
                    {
                        yield return new Problem(manifest, $"it takes {name} from outside the plugin's folder", "Build the plugin again");
                    }
                    else if (AssemblyMetadata.TryRead(path) is { } assembly)
                    {
                        pending.Enqueue((path, assembly));
                    }
                }
                else if (listed.Contains($"{name}.dll\"", StringComparison.OrdinalIgnoreCase))
                {
                    var what = $"it needs {name} {version}, which {Path.GetFileName(manifest)} lists but the folder lacks";
                    yield return new Problem(user.Path, what, "Build the plugin again");
                }
                else if (user.Path == entryPath && !HostAssemblies.IsFramework(name))
                {
                    // Only of the plugin itself: libraries leave references open that they never follow.
                    var what = $"it needs {name} {version}, which is neither part of .NET nor listed in {Path.GetFileName(manifest)}";
                    yield return new Problem(entryPath, what, "Build the plugin with EnableDynamicLoading, which copies and lists them");
                }
            }
        }
    }
}
