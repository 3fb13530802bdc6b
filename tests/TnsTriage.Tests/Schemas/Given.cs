using System.Text.Json;
using TnsTriage.Schemas;

namespace TnsTriage.Tests.Schemas;

/// <summary>Schemas and instances from text, for tests that are about something else.</summary>
internal static class Given
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 1_000_000 };

    /// <summary>A value as a lenient reader gives it: duplicate names, lone surrogates and any depth pass.</summary>
    public static JsonElement Json(string text) => JsonDocument.Parse(text, AnyDepth).RootElement;

    public static JsonSchema Schema(string text)
    {
        JsonSchema.TryCompile(Json(text), out var schema, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return schema!;
    }

    public static IReadOnlyList<JsonSchemaProblem> ProblemsOf(string schema)
    {
        JsonSchema.TryCompile(Json(schema), out var compiled, out var problems).ShouldBe(problems.Count == 0);
        (compiled is null).ShouldBe(problems.Count > 0);
        return problems;
    }

    public static IReadOnlyList<JsonSchemaViolation> Violations(string schema, string instance) => Schema(schema).Validate(Json(instance));

    public static bool IsValid(string schema, string instance) => Violations(schema, instance).Count == 0;
}
