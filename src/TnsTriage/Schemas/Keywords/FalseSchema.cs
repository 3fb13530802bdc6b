using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class FalseSchema(string pointer) : Assertion(pointer)
{
    protected override bool Holds(JsonElement instance) => false;

    protected override string Message(JsonElement instance) => "must not be here: the schema allows nothing in this place";
}
