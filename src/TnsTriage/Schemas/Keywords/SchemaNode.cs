using System.Text.Json;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>A compiled schema or subschema: all of its keywords must be met.</summary>
/// <param name="pointer">JSON pointer to the schema.</param>
internal sealed class SchemaNode(string pointer)
{
    private Keyword[] _keywords = [];

    public string Pointer { get; } = pointer;

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsFalse => _keywords is [FalseSchema];

    /// <summary>In the order of evaluation. Set once by the compiler, after the node, because schemas may refer to themselves.</summary>
    public IReadOnlyList<Keyword> Keywords
    {
        get => _keywords;
        set => _keywords = [.. value];
    }

    public bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (!evaluation.TryEnter(instance, this))
        {
            return false;
        }

        var isValid = IsReadable(instance, evaluation);
        foreach (var keyword in _keywords)
        {
            if (!isValid && evaluation.IsProbing)
            {
                break;
            }

            isValid &= keyword.Evaluate(instance, evaluation);
        }

        evaluation.Leave();
        return isValid;
    }

    private bool IsReadable(JsonElement instance, Evaluation evaluation) =>
        instance.ValueKind != JsonValueKind.String
        || JsonText.IsWellFormed(JsonText.Raw(instance))
        || evaluation.Refuse(instance, Pointer, "holds half of a surrogate pair or broken UTF-8; write whole characters");
}
