using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary>One keyword of a compiled schema, or a few that are decided together. Immutable once compiled.</summary>
internal abstract class Keyword
{
    /// <summary>Subschemas that are applied to the same instance as the keyword itself.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Decides whether the instance meets the keyword and, when findings are collected, reports why it does not.</summary>
    public abstract bool Evaluate(JsonElement instance, Evaluation evaluation);
}
