using System.Reflection;
using System.Reflection.Metadata;

using TnsEval.Abstractions;

namespace TnsEval.Plugins;

/// <summary>Says from metadata alone whether a type can be a plugin's entry.</summary>
internal sealed class EntryTypeInspection(MetadataReader metadata)
{
    public IEnumerable<string> Faults(string fullName)
    {
        var handle = metadata.TypeDefinitions.FirstOrDefault(candidate => FullName(metadata.GetTypeDefinition(candidate)) == fullName);
        if (handle.IsNil)
        {
            yield return $"there is no type '{fullName}'";
            yield break;
        }

        var type = metadata.GetTypeDefinition(handle);
        if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public)
        {
            yield return $"'{fullName}' is not public";
        }

        if (type.Attributes.HasFlag(TypeAttributes.Abstract) || type.GetGenericParameters().Count > 0)
        {
            yield return $"'{fullName}' is abstract, static, an interface or generic, so no instance can be made";
        }
        else if (!type.GetMethods().Any(IsPublicConstructorWithoutParameters))
        {
            yield return $"'{fullName}' has no public constructor without parameters";
        }

        if (Implements(type) == false)
        {
            yield return $"'{fullName}' does not implement {nameof(IModelProvider)}";
        }
    }

    private bool IsPublicConstructorWithoutParameters(MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var access = method.Attributes & MethodAttributes.MemberAccessMask;
        if (metadata.GetString(method.Name) != ".ctor" || access != MethodAttributes.Public)
        {
            return false;
        }

        var signature = metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger() == 0;
    }

    /// <summary>Null when a base class of another assembly may implement the contract: only loading can tell.</summary>
    private bool? Implements(TypeDefinition type)
    {
        // Bounded, because nothing says that a damaged file's base classes do not run in a circle.
        for (var depth = 0; depth < metadata.TypeDefinitions.Count; depth++)
        {
            if (type.GetInterfaceImplementations().Any(handle => IsContract(metadata.GetInterfaceImplementation(handle).Interface)))
            {
                return true;
            }

            if (type.BaseType.Kind != HandleKind.TypeDefinition)
            {
                break;
            }

            type = metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType);
        }

        return type.BaseType.Kind == HandleKind.TypeReference && IsObject((TypeReferenceHandle)type.BaseType) ? false : null;
    }

    private bool IsContract(EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
        return metadata.StringComparer.Equals(type.Name, nameof(IModelProvider))
            && metadata.StringComparer.Equals(type.Namespace, typeof(IModelProvider).Namespace!);
    }

    private bool IsObject(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return metadata.StringComparer.Equals(type.Name, nameof(Object)) && metadata.StringComparer.Equals(type.Namespace, nameof(System));
    }

    private string? FullName(TypeDefinition type)
    {
        if (type.IsNested)
        {
            return null;
        }

        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? metadata.GetString(type.Name) : $"{space}.{metadata.GetString(type.Name)}";
    }
}
