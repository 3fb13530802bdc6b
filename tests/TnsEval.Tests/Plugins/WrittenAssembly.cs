using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TnsEval.Tests.Plugins;

/// <summary>Writes assemblies that no compiler here would: they reference versions that do not exist.</summary>
internal static class WrittenAssembly
{
    public static void Write(string path, params IReadOnlyList<AssemblyName> references) => Write(path, culture: "", references);

    public static void WriteSatellite(string path, string culture) => Write(path, culture, []);

    private static void Write(string path, string culture, IReadOnlyList<AssemblyName> references)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString(name + ".dll"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(
            metadata.GetOrAddString(name),
            new Version(1, 0, 0, 0),
            metadata.GetOrAddString(culture),
            default,
            default,
            AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(
            default,
            default,
            metadata.GetOrAddString("<Module>"),
            default,
            MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        foreach (var reference in references)
        {
            metadata.AddAssemblyReference(metadata.GetOrAddString(reference.Name!), reference.Version!, default, default, default, default);
        }

        var file = new BlobBuilder();
        var header = PEHeaderBuilder.CreateLibraryHeader();
        new ManagedPEBuilder(header, new MetadataRootBuilder(metadata), ilStream: new BlobBuilder()).Serialize(file);
        File.WriteAllBytes(path, file.ToArray());
    }
}
