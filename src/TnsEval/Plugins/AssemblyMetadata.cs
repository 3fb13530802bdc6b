using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TnsEval.Plugins;

/// <summary>What an assembly file says about itself, read without loading it: no code of it runs.</summary>
internal sealed record AssemblyMetadata(string Name, IReadOnlyList<(string Name, Version Version)> References)
{
    /// <summary>Reads a file; null when it is not a managed assembly.</summary>
    public static AssemblyMetadata? TryRead(string path) => Read(path, reader => new AssemblyMetadata(
        reader.GetString(reader.GetAssemblyDefinition().Name),
        [.. from handle in reader.AssemblyReferences
            let reference = reader.GetAssemblyReference(handle)
            select (reader.GetString(reference.Name), reference.Version)]));

    /// <summary>Why a type cannot be a plugin's entry; empty when nothing speaks against it. The file must be a managed assembly.</summary>
    public static IReadOnlyList<string> EntryTypeFaults(string path, string fullName) =>
        Read<IReadOnlyList<string>>(path, reader => [.. new EntryTypeInspection(reader).Faults(fullName)]) ?? [];

    private static T? Read<T>(string path, Func<MetadataReader, T> read) where T : class
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata && file.GetMetadataReader() is { IsAssembly: true } reader ? read(reader) : null;
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            return null;   // BadImageFormatException mostly; other damage overflows or runs out of range inside the reader
        }
    }
}
