using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary>A keyword that looks at the instance alone and knows no subschema.</summary>
/// <param name="pointer">JSON pointer to the keyword in the schema.</param>
internal abstract class Assertion(string pointer) : Keyword
{
    protected string Pointer { get; } = pointer;

    public sealed override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (Holds(instance))
        {
            return true;
        }

        evaluation.Findings?.Add(instance, Pointer, Message(instance));
        return false;
    }

    /// <summary>Whether the instance meets the assertion; true for a kind of value that the keyword does not speak about.</summary>
    protected abstract bool Holds(JsonElement instance);

    /// <summary>What to tell about an instance that does not meet it.</summary>
    protected abstract string Message(JsonElement instance);
}
