using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword : Keyword
{
    private readonly string _pointer;
    private readonly SchemaNode _schema;

    private NotKeyword(string pointer, SchemaNode schema)
    {
        _pointer = pointer;
        _schema = schema;
    }

    public override IEnumerable<SchemaNode> InPlace => [_schema];

    public static NotKeyword? Read(SchemaSource source) =>
        source.Schema("not") is { } schema ? new NotKeyword(source.PointerTo("not"), schema) : null;

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (!evaluation.Probe(_schema, instance))
        {
            return true;
        }

        evaluation.Findings?.Add(instance, _pointer, $"is what the schema forbids under {_pointer}");
        return false;
    }
}
