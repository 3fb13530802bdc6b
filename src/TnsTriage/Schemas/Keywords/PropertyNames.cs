using System.Text.Json;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>propertyNames</c>: each name of an object, taken as a string, meets a schema.</summary>
internal sealed class PropertyNames(SchemaNode schema)
{
    public bool Allow(JsonProperty property, Evaluation evaluation)
    {
        var name = JsonElement.Parse([(byte)'"', .. JsonText.RawName(property), (byte)'"']);
        if (evaluation.Probe(schema, name))
        {
            return true;
        }

        if (evaluation.Findings is { } findings && evaluation.ExplainApart(schema, name) is [var reason, ..])
        {
            var (_, schemaPointer, message) = reason.Violation;
            findings.Add(property.Value, schemaPointer, $"has a name that is not allowed: the name {message}");
        }

        return false;
    }
}
