using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>One entry of <c>dependentSchemas</c>: where the property is, the whole object meets a schema.</summary>
internal sealed class DependentSchemaKeyword : Keyword
{
    private readonly string _name;
    private readonly SchemaNode _schema;

    private DependentSchemaKeyword(string name, SchemaNode schema)
    {
        _name = name;
        _schema = schema;
    }

    public override IEnumerable<SchemaNode> InPlace => [_schema];

    public static IEnumerable<DependentSchemaKeyword> ReadAll(SchemaSource source) =>
        source.SchemasByName("dependentSchemas").Select(entry => new DependentSchemaKeyword(entry.Key, entry.Value));

    public override bool Evaluate(JsonElement instance, Evaluation evaluation) =>
        instance.ValueKind != JsonValueKind.Object
        || !JsonText.HasMember(instance, _name)
        || _schema.Evaluate(instance, evaluation);
}
