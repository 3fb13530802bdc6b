using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword : Keyword
{
    private readonly IReadOnlyList<SchemaNode> _schemas;

    private AllOfKeyword(IReadOnlyList<SchemaNode> schemas) => _schemas = schemas;

    public override IEnumerable<SchemaNode> InPlace => _schemas;

    public static AllOfKeyword? Read(SchemaSource source) =>
        source.SchemaList("allOf") is { Count: > 0 } schemas ? new AllOfKeyword(schemas) : null;

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        var isValid = true;
        foreach (var schema in _schemas)
        {
            isValid &= schema.Evaluate(instance, evaluation);
            if (!isValid && evaluation.IsProbing)
            {
                break;
            }
        }

        return isValid;
    }
}
