using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace TnsTriage;

/// <summary>The names of an enum's members in JSON, prompts and command lines, as <see cref="JsonStringEnumMemberNameAttribute"/> states them.</summary>
/// <remarks>
/// Two arrays, searched: a dozen names need no dictionary, and a dictionary over each enum is a hundred methods compiled when the process starts.
/// </remarks>
public static class WireName<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] TEnum> where TEnum : struct, Enum
{
    private static readonly TEnum[] Values = Enum.GetValues<TEnum>();

    private static readonly string[] Names = Array.ConvertAll(Values, NameOf);

    /// <summary>All names, in the order of the enum's values.</summary>
    public static IReadOnlyList<string> All { get; } = Names.AsReadOnly();

    /// <summary>The member's name on the wire.</summary>
    /// <exception cref="KeyNotFoundException">The enum has no such member.</exception>
    public static string Of(TEnum value)
    {
        var index = Array.IndexOf(Values, value);
        return index >= 0 ? Names[index] : throw new KeyNotFoundException($"{typeof(TEnum).Name} has no member {value}");
    }

    /// <summary>Reads a name exactly, case included.</summary>
    public static bool TryParse(string? text, out TEnum value)
    {
        var index = Array.IndexOf(Names, text);
        value = index >= 0 ? Values[index] : default;
        return index >= 0;
    }

    private static string NameOf(TEnum value)
    {
        var member = value.ToString();
        return typeof(TEnum).GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? member;
    }
}
