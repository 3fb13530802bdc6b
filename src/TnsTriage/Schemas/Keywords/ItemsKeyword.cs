using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>prefixItems</c> for the first items and <c>items</c> for the rest.</summary>
internal sealed class ItemsKeyword : Keyword
{
    private readonly IReadOnlyList<SchemaNode> _first;
    private readonly SchemaNode? _rest;

    private ItemsKeyword(SchemaSource source)
    {
        _first = source.SchemaList("prefixItems");
        _rest = source.Schema("items");
    }

    public static ItemsKeyword? Read(SchemaSource source) => source.HasAny("prefixItems", "items") ? new ItemsKeyword(source) : null;

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var isValid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < _first.Count ? _first[index] : _rest;
            if (schema is null || (!isValid && evaluation.IsProbing))
            {
                break;
            }

            var findings = evaluation.Findings;
            var mark = findings?.Descend(index) ?? 0;
            isValid &= schema.Evaluate(item, evaluation);
            findings?.Ascend(mark);
            index++;
        }

        return isValid;
    }
}
