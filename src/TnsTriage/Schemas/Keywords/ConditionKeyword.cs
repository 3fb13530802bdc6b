using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>; what is missing asks for nothing.</summary>
internal sealed class ConditionKeyword : Keyword
{
    private readonly SchemaNode _condition;
    private readonly SchemaNode? _then;
    private readonly SchemaNode? _else;

    private ConditionKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise)
    {
        _condition = condition;
        _then = then;
        _else = otherwise;
    }

    public override IEnumerable<SchemaNode> InPlace => new[] { _condition, _then, _else }.OfType<SchemaNode>();

    public static ConditionKeyword? Read(SchemaSource source)
    {
        var (condition, then, otherwise) = (source.Schema("if"), source.Schema("then"), source.Schema("else"));
        return condition is null || (then is null && otherwise is null) ? null : new ConditionKeyword(condition, then, otherwise);
    }

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        var schema = evaluation.Probe(_condition, instance) ? _then : _else;
        return schema is null || schema.Evaluate(instance, evaluation);
    }
}
