using System.Text.Json;
using TnsTriage.Schemas;

namespace TnsTriage.Tests.Schemas;

public sealed class JsonSchemaProblemTests
{
    [Theory]
    [InlineData("propertees", "\"properties\" may be meant")]
    [InlineData("MinLength", "\"minLength\" may be meant")]
    [InlineData("tpye", "\"type\" may be meant")]
    [InlineData("definitions", "use \"$defs\"")]
    [InlineData("nullable", "add \"null\" to \"type\"")]
    [InlineData("dependencies", "use \"dependentRequired\"")]
    [InlineData("unevaluatedProperties", "use \"additionalProperties\"")]
    [InlineData("unevaluatedItems", "use \"items\": false")]
    [InlineData("$dynamicRef", "use \"$ref\"")]
    [InlineData("$vocabulary", "leave it out")]
    [InlineData("x-order", "remove it")]
    public void Keyword_outside_the_subset_is_refused_with_advice(string keyword, string advice)
    {
        var problem = Given.ProblemsOf($$"""{ "properties": { "a": { "{{keyword}}": true } } }""").ShouldHaveSingleItem();

        problem.Pointer.ShouldBe($"/properties/a/{keyword}");
        problem.What.ShouldContain($"\"{keyword}\"");
        problem.What.ShouldContain(advice);
    }

    [Theory]
    [InlineData("minLength", "\"3\"", "must be a non-negative integer, but is \"3\"")]
    [InlineData("minItems", "-1", "must be a non-negative integer, but is -1")]
    [InlineData("maxProperties", "1.5", "must be a non-negative integer, but is 1.5")]
    [InlineData("minimum", "true", "must be a number, but is true")]
    [InlineData("multipleOf", "0", "must be greater than 0")]
    [InlineData("multipleOf", "-0.1", "must be greater than 0")]
    [InlineData("type", "\"strng\"", "must be one or more of array, boolean, integer, null, number, object, string")]
    [InlineData("type", "[]", "must be one or more of")]
    [InlineData("type", "[\"null\", \"null\"]", "must be an array of strings, each once")]
    [InlineData("enum", "\"a\"", "must be an array of the allowed values")]
    [InlineData("required", "[\"a\", \"a\"]", "must be an array of strings, each once")]
    [InlineData("required", "\"a\"", "must be an array of strings, each once, but is \"a\"")]
    [InlineData("dependentRequired", "[]", "must be an object, but is []")]
    [InlineData("properties", "[]", "must be an object, but is []")]
    [InlineData("anyOf", "[]", "must be an array of at least one schema")]
    [InlineData("items", "[]", "must be an object, true or false, but is an array")]
    [InlineData("uniqueItems", "1", "must be true or false, but is 1")]
    [InlineData("pattern", "1", "must be a string")]
    [InlineData("pattern", "\"a(\"", "is not a regular expression (InsufficientClosingParentheses)")]
    [InlineData("pattern", "\"(?=a)\"", "has a lookaround at position 1")]
    [InlineData("title", "1", "must be a string")]
    [InlineData("examples", "{}", "must be an array")]
    [InlineData("deprecated", "\"yes\"", "must be true or false")]
    [InlineData("$anchor", "\"#a\"", "must be a letter or _")]
    [InlineData("$id", "\"#a\"", "must be a URI without a fragment")]
    [InlineData("$schema", "\"http://json-schema.org/draft-07/schema#\"", "only https://json-schema.org/draft/2020-12/schema is supported")]
    public void Malformed_keyword_is_a_problem(string keyword, string value, string what)
    {
        var problem = Given.ProblemsOf($$"""{ "{{keyword}}": {{value}} }""").ShouldHaveSingleItem();

        problem.Pointer.ShouldBe($"/{keyword}");
        problem.What.ShouldContain(what);
    }

    [Theory]
    [InlineData("""{ "$ref": "#/$defs/gone" }""", "leads nowhere")]
    [InlineData("""{ "$ref": "#gone" }""", "leads nowhere")]
    [InlineData("""{ "examples": [{}], "$ref": "#/examples/0" }""", "leads nowhere")]
    [InlineData("""{ "$ref": "https://example.org/other.json" }""", "only references inside this schema")]
    [InlineData("""{ "$ref": "other.json#/a" }""", "only references inside this schema")]
    [InlineData("""{ "$ref": "#" }""", "comes back to itself")]
    [InlineData("""{ "$ref": "#/$defs/a", "$defs": { "a": { "title": "a" }, "b": { "unknown": 1 } } }""", "\"unknown\"")]
    public void Reference_that_cannot_be_followed_is_a_problem(string schema, string what) =>
        Given.ProblemsOf(schema).ShouldHaveSingleItem().What.ShouldContain(what);

    [Fact]
    public void Every_reference_of_a_circle_that_consumes_nothing_is_reported()
    {
        var problems = Given.ProblemsOf("""
            { "$defs": {
              "a": { "anyOf": [{ "$ref": "#/$defs/b" }] },
              "b": { "not": { "$ref": "#/$defs/a" } },
              "c": { "$ref": "#/$defs/a" } } }
            """);

        problems.Select(problem => problem.Pointer).ShouldBe(["/$defs/a/anyOf/0/$ref", "/$defs/b/not/$ref"]);
    }

    [Fact]
    public void Recursion_that_goes_into_the_instance_is_allowed() =>
        Given.ProblemsOf("""{ "properties": { "next": { "$ref": "#" } }, "items": { "$ref": "#" } }""").ShouldBeEmpty();

    [Fact]
    public void All_problems_are_reported_at_once_and_in_the_order_of_their_pointers()
    {
        var problems = Given.ProblemsOf("""
            { "type": "objekt", "required": 1, "properties": { "a": { "minLength": -1, "foo": 1 }, "b": 3 }, "if": { "$ref": "#/no" } }
            """);

        problems.Select(problem => problem.Pointer).ShouldBe(
            ["/if/$ref", "/properties/a/foo", "/properties/a/minLength", "/properties/b", "/required", "/type"]);
    }

    [Fact]
    public void Problem_pointer_escapes_tilde_and_slash() =>
        Given.ProblemsOf("""{ "properties": { "a/b~c": { "foo": 1 } } }""").ShouldHaveSingleItem()
            .Pointer.ShouldBe("/properties/a~1b~0c/foo");

    [Theory]
    [InlineData("""{ "type": "string", "type": "number" }""", "/type", "given twice")]
    [InlineData("""{ "properties": { "a": true, "\u0061": false } }""", "/properties/a", "given twice")]
    [InlineData("""{ "properties": { "\uD800": true } }""", "/properties", "surrogate")]
    [InlineData("""{ "properties": { "a": { "$id": "x" } } }""", "/properties/a/$id", "not supported")]
    [InlineData("""{ "properties": { "a": { "$schema": "https://json-schema.org/draft/2020-12/schema" } } }""", "/properties/a/$schema", "root")]
    [InlineData("""{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }""", "/$defs/b/$anchor", "given twice")]
    [InlineData("3", "", "must be an object, true or false, but is a number")]
    public void Ambiguous_or_misplaced_parts_are_problems(string schema, string pointer, string what)
    {
        var problem = Given.ProblemsOf(schema).ShouldHaveSingleItem();

        problem.Pointer.ShouldBe(pointer);
        problem.What.ShouldContain(what);
    }

    [Fact]
    public void Schema_ten_thousand_levels_deep_is_a_problem_and_no_crash()
    {
        var schema = string.Concat(Enumerable.Repeat("{\"not\":", 10_000)) + "true" + new string('}', 10_000);

        Given.ProblemsOf(schema).ShouldHaveSingleItem().What.ShouldContain("nested deeper than 64");
    }

    [Fact]
    public void Constant_ten_thousand_levels_deep_is_a_problem_and_no_crash() =>
        Given.ProblemsOf("{\"const\":" + new string('[', 10_000) + new string(']', 10_000) + "}").ShouldHaveSingleItem()
            .Pointer.ShouldBe("/const");

    [Fact]
    public void Annotations_assert_nothing()
    {
        const string schema = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.org/a", "$anchor": "here", "$comment": "c",
              "$defs": { "unused": false }, "title": "t", "description": "d", "default": 3, "examples": [1], "deprecated": true,
              "readOnly": true, "writeOnly": false, "format": "email", "contentEncoding": "base64", "contentMediaType": "application/json",
              "contentSchema": { "type": "object" }
            }
            """;

        Given.IsValid(schema, "\"neither mail nor base64\"").ShouldBeTrue();
    }

    [Fact]
    public void Compiled_schema_outlives_the_document_it_came_from()
    {
        JsonSchema? schema;
        using (var document = JsonDocument.Parse("""{ "enum": ["a", {"b": [1]}], "minimum": 3, "multipleOf": 0.5, "pattern": "a" }"""))
        {
            JsonSchema.TryCompile(document.RootElement, out schema, out _).ShouldBeTrue();
        }

        schema.Validate(Given.Json("\"a\"")).ShouldBeEmpty();
        schema.Validate(Given.Json("2.2")).Count.ShouldBe(3);
    }

    [Fact]
    public void Default_element_is_the_callers_mistake()
    {
        Should.Throw<ArgumentException>(() => JsonSchema.TryCompile(default, out _, out _));
        Should.Throw<ArgumentException>(() => Given.Schema("true").Validate(default));
        Should.Throw<ArgumentOutOfRangeException>(() => Given.Schema("true").Validate(Given.Json("1"), maxViolations: 0));
    }

    [Fact]
    public void The_document_lists_exactly_the_supported_keywords() =>
        SchemaDocumentation.Read().Keywords.Order(StringComparer.Ordinal)
            .ShouldBe(TnsTriage.Schemas.Compilation.KnownKeywords.All.Order(StringComparer.Ordinal));
}
