using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>One entry of <c>dependentRequired</c>: where the one property is, others are too.</summary>
internal sealed class DependentRequiredKeyword : Keyword
{
    private readonly string _pointer;
    private readonly string _name;
    private readonly IReadOnlyList<string> _required;

    private DependentRequiredKeyword(string pointer, string name, IReadOnlyList<string> required)
    {
        _pointer = pointer;
        _name = name;
        _required = required;
    }

    public static IEnumerable<DependentRequiredKeyword> ReadAll(SchemaSource source)
    {
        var pointer = source.PointerTo("dependentRequired");
        return source.NamesByName("dependentRequired")
            .Select(entry => new DependentRequiredKeyword(JsonPointer.Append(pointer, entry.Key), entry.Key, entry.Value));
    }

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.Object || !JsonText.HasMember(instance, _name))
        {
            return true;
        }

        var hasAll = true;
        foreach (var name in _required)
        {
            if (!JsonText.HasMember(instance, name))
            {
                hasAll = false;
                evaluation.Findings?.Add(instance, _pointer, $"lacks the property \"{name}\", which must come with \"{_name}\"");
            }
        }

        return hasAll;
    }
}
