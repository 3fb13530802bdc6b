using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>$ref</c>. Its target is known once the whole schema has been read; without one the schema is never evaluated.</summary>
internal sealed class ReferenceKeyword : Keyword
{
    private SchemaNode? _target;

    public override IEnumerable<SchemaNode> InPlace => _target is null ? [] : [_target];

    public void PointTo(SchemaNode target) => _target = target;

    public override bool Evaluate(JsonElement instance, Evaluation evaluation) => _target!.Evaluate(instance, evaluation);
}
