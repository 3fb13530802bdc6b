using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Keywords;

namespace TnsTriage.Schemas;

/// <summary>A JSON Schema (2020-12, the subset named in docs/json-schema.md), compiled once, then safe to use from many threads.</summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Compiles a schema. The result keeps no reference to the document that <paramref name="schema"/> belongs to.</summary>
    /// <param name="schema">An object or a boolean; duplicate names in it are problems.</param>
    /// <param name="compiled">The schema, or null when there are problems.</param>
    /// <param name="problems">Every problem, ordered by pointer; a keyword outside the subset is one, never ignored.</param>
    /// <exception cref="ArgumentException"><paramref name="schema"/> is <c>default</c>.</exception>
    public static bool TryCompile(
        JsonElement schema, [NotNullWhen(true)] out JsonSchema? compiled, out IReadOnlyList<JsonSchemaProblem> problems)
    {
        ThrowIfUndefined(schema, nameof(schema));
        (var root, problems) = SchemaCompiler.Compile(schema);
        compiled = problems.Count == 0 ? new JsonSchema(root) : null;
        return compiled is not null;
    }

    /// <summary>Validates one instance. Returns in bounded time and does not throw, whatever the instance holds.</summary>
    /// <param name="instance">
    /// Best from <see cref="StrictJson"/>, which finds every duplicate name and lone surrogate: here only those are found that the schema
    /// looks at.
    /// </param>
    /// <param name="maxViolations">At least 1. When there are more violations, the ones met first are returned.</param>
    /// <returns>Violations in the order of the instance's text; empty when the instance is valid.</returns>
    /// <exception cref="ArgumentException"><paramref name="instance"/> is <c>default</c>.</exception>
    public IReadOnlyList<JsonSchemaViolation> Validate(JsonElement instance, int maxViolations = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxViolations, 1);
        ThrowIfUndefined(instance, nameof(instance));

        // Valid instances are the rule: ask first whether there is anything to report, which allocates next to nothing.
        return Evaluation.IsValid(_root, instance) ? [] : Evaluation.Explain(_root, instance, maxViolations);
    }

    private static void ThrowIfUndefined(JsonElement element, string parameter)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("There is no JSON value here.", parameter);
        }
    }
}
