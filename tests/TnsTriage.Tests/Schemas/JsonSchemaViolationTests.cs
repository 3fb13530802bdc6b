using TnsTriage.Schemas;

namespace TnsTriage.Tests.Schemas;

public sealed class JsonSchemaViolationTests
{
    [Theory]
    [InlineData("""{ "type": "string" }""", "1", "/type", "must be a string, but is a number")]
    [InlineData("""{ "type": ["string", "null"] }""", "true", "/type", "must be a string or null, but is true")]
    [InlineData("""{ "type": "integer" }""", "1.5", "/type", "must be an integer, but is a number with a fraction")]
    [InlineData("""{ "enum": ["a", null, 1.0] }""", "\"b\"", "/enum", "must be one of \"a\", null, 1.0")]
    [InlineData("""{ "const": {"a": 1} }""", "\"b\"", "/const", "must be {\"a\": 1}")]
    [InlineData("""{ "minLength": 1 }""", "\"\"", "/minLength", "must have at least 1 character, but has 0")]
    [InlineData("""{ "maxLength": 2 }""", "\"abc\"", "/maxLength", "must have at most 2 characters, but has 3")]
    [InlineData("""{ "minItems": 2 }""", "[1]", "/minItems", "must have at least 2 items, but has 1")]
    [InlineData("""{ "maxItems": 0 }""", "[1]", "/maxItems", "must have at most 0 items, but has 1")]
    [InlineData("""{ "minProperties": 1 }""", "{}", "/minProperties", "must have at least 1 property, but has 0")]
    [InlineData("""{ "maxProperties": 1 }""", """{"a":1,"b":1}""", "/maxProperties", "must have at most 1 property, but has 2")]
    [InlineData("""{ "minimum": 0 }""", "-1", "/minimum", "must be at least 0")]
    [InlineData("""{ "maximum": 1 }""", "1.5", "/maximum", "must be at most 1")]
    [InlineData("""{ "exclusiveMinimum": 0 }""", "0.0", "/exclusiveMinimum", "must be greater than 0")]
    [InlineData("""{ "exclusiveMaximum": 1 }""", "1", "/exclusiveMaximum", "must be less than 1")]
    [InlineData("""{ "multipleOf": 0.1 }""", "0.55", "/multipleOf", "must be a multiple of 0.1")]
    [InlineData("""{ "pattern": "^a+$" }""", "\"b\"", "/pattern", "must match the pattern ^a+$")]
    [InlineData("""{ "required": ["a"] }""", "{}", "/required", "lacks the property \"a\"")]
    [InlineData("""{ "dependentRequired": { "a": ["b"] } }""", """{"a":1}""", "/dependentRequired/a", "lacks the property \"b\", which must come with \"a\"")]
    [InlineData("""{ "uniqueItems": true }""", "[1,2,1.0]", "/uniqueItems", "must not have the same item twice, but items 0 and 2 (from 0) are equal")]
    [InlineData("""{ "contains": { "const": 1 } }""", "[2]", "/contains", "must contain at least 1 item of the kind under /contains of the schema, but has 0")]
    [InlineData("""{ "contains": { "const": 1 }, "minContains": 2 }""", "[1]", "/minContains", "must contain at least 2 items of the kind under /contains of the schema, but has 1")]
    [InlineData("""{ "contains": { "const": 1 }, "maxContains": 1 }""", "[1,1]", "/maxContains", "must contain at most 1 item of the kind under /contains of the schema")]
    [InlineData("""{ "not": { "type": "null" } }""", "null", "/not", "is what the schema forbids under /not")]
    [InlineData("""{ "oneOf": [true, false, true] }""", "1", "/oneOf", "must fit exactly one of 3 alternatives, but fits number 1 and number 3")]
    [InlineData("""{ "anyOf": [{ "type": "string" }, { "type": "null" }] }""", "1", "/anyOf", "fits none of 2 alternatives (1: must be a string, but is a number; 2: must be null, but is a number)")]
    [InlineData("""{ "anyOf": [{ "items": { "type": "null" } }, { "minItems": 2 }] }""", "[1]", "/anyOf", "fits none of 2 alternatives (1: /0 must be null, but is a number; 2: must have at least 2 items, but has 1)")]
    [InlineData("""{ "if": { "type": "number" }, "then": { "minimum": 3 } }""", "1", "/then/minimum", "must be at least 3")]
    [InlineData("""{ "if": { "type": "number" }, "else": false }""", "\"a\"", "/else", "must not be here: the schema allows nothing in this place")]
    [InlineData("false", "1", "", "must not be here: the schema allows nothing in this place")]
    public void Message_says_what_is_expected_and_what_was_found(string schema, string instance, string schemaPointer, string message)
    {
        var violation = Given.Violations(schema, instance).ShouldHaveSingleItem();

        violation.ShouldBe(new JsonSchemaViolation("", schemaPointer, message));
    }

    [Theory]
    [InlineData("""{ "properties": { "a": { "items": { "type": "null" } } } }""", """{"a":[null,1]}""", "/a/1", "/properties/a/items/type")]
    [InlineData("""{ "properties": { "a/b": { "type": "null" } } }""", """{"a/b":1}""", "/a~1b", "/properties/a~1b/type")]
    [InlineData("""{ "patternProperties": { "^m~n$": { "type": "null" } } }""", """{"m~n":1}""", "/m~0n", "/patternProperties/^m~0n$/type")]
    [InlineData("""{ "properties": { "": { "type": "null" } } }""", """{"":1}""", "/", "/properties//type")]
    [InlineData("""{ "additionalProperties": { "type": "null" } }""", """{"a":1}""", "/a", "/additionalProperties/type")]
    [InlineData("""{ "prefixItems": [true, { "type": "null" }] }""", "[1,1]", "/1", "/prefixItems/1/type")]
    [InlineData("""{ "allOf": [{ "properties": { "a": { "$ref": "#/$defs/none" } } }], "$defs": { "none": { "type": "null" } } }""", """{"a":1}""", "/a", "/$defs/none/type")]
    [InlineData("""{ "dependentSchemas": { "a": { "properties": { "b": { "type": "null" } } } } }""", """{"a":1,"b":1}""", "/b", "/dependentSchemas/a/properties/b/type")]
    public void Pointers_lead_to_the_value_and_to_the_keyword(string schema, string instance, string instancePointer, string schemaPointer)
    {
        var violation = Given.Violations(schema, instance).ShouldHaveSingleItem();

        violation.InstancePointer.ShouldBe(instancePointer);
        violation.SchemaPointer.ShouldBe(schemaPointer);
    }

    [Fact]
    public void Unknown_property_is_named_by_its_pointer_and_the_known_ones_are_listed()
    {
        const string schema = """{ "properties": { "verdict": true, "severity": true }, "additionalProperties": false }""";

        var violation = Given.Violations(schema, """{"urgency":1}""").ShouldHaveSingleItem();

        violation.ShouldBe(new JsonSchemaViolation(
            "/urgency", "/additionalProperties", "is not a known property; remove it. Known are \"verdict\", \"severity\""));
    }

    [Fact]
    public void Forbidden_name_is_explained()
    {
        var violation = Given.Violations("""{ "propertyNames": { "maxLength": 2 } }""", """{"ab":1,"abc":1}""").ShouldHaveSingleItem();

        violation.ShouldBe(new JsonSchemaViolation(
            "/abc", "/propertyNames/maxLength", "has a name that is not allowed: the name must have at most 2 characters, but has 3"));
    }

    [Fact]
    public void Violations_come_in_the_order_of_the_instance()
    {
        var violations = Given.Violations(
            """
            { "required": ["z"], "properties": { "a": { "type": "null" }, "b": { "type": "null" } },
              "allOf": [{ "properties": { "c": { "type": "null" } } }] }
            """,
            """{"c":1,"b":1,"a":1}""");

        violations.Select(violation => violation.InstancePointer).ShouldBe(["", "/c", "/b", "/a"]);
    }

    [Fact]
    public void No_more_violations_are_returned_than_asked_for()
    {
        var schema = Given.Schema("""{ "items": { "type": "null" } }""");
        var instance = Given.Json("[1,2,3,4]");

        schema.Validate(instance, maxViolations: 3).Select(violation => violation.InstancePointer).ShouldBe(["/0", "/1", "/2"]);
        schema.Validate(instance).Count.ShouldBe(4);
    }

    [Fact]
    public void Alternative_that_the_model_meant_is_explained()
    {
        var violations = Given.Violations(
            """
            { "properties": { "x": { "anyOf": [
              { "type": "null" },
              { "type": "object", "required": ["a"], "properties": { "b": { "type": "string" } } }] } } }
            """,
            """{"x":{"b":1}}""");

        violations.Select(violation => (violation.InstancePointer, violation.Message)).ShouldBe(
        [
            ("/x", "fits none of 2 alternatives; what keeps it from number 2 follows"),
            ("/x", "lacks the property \"a\""),
            ("/x/b", "must be a string, but is a number"),
        ]);
    }

    [Fact]
    public void Alternatives_told_apart_by_a_constant_are_explained_by_the_nearest()
    {
        var violations = Given.Violations(
            """
            { "oneOf": [
              { "properties": { "kind": { "const": "circle" }, "radius": { "type": "number" } }, "required": ["kind", "radius"] },
              { "properties": { "kind": { "const": "square" }, "side": { "type": "number" } }, "required": ["kind", "side"] }] }
            """,
            """{"kind":"square","side":"long"}""");

        violations[0].Message.ShouldBe("fits none of 2 alternatives; what keeps it from number 2 follows");
        violations[1].ShouldBe(new JsonSchemaViolation("/side", "/oneOf/1/properties/side/type", "must be a number, but is a string"));
    }

    [Fact]
    public void Findings_inside_a_condition_that_only_asks_are_not_reported() =>
        Given.IsValid("""{ "if": { "required": ["a"] }, "then": false, "not": { "required": ["b"] } }""", "{}").ShouldBeTrue();

    [Fact]
    public void Message_never_repeats_the_text_of_the_instance()
    {
        const string secret = "SECRET";
        var schema = Given.Schema("""
            { "properties": { "a": { "enum": ["x"] }, "b": { "const": "x" }, "c": { "pattern": "^x$" }, "d": { "maxLength": 1 },
              "e": { "type": "null" }, "f": { "anyOf": [{ "enum": ["x"] }, { "maxLength": 2 }] }, "g": { "uniqueItems": true },
              "h": { "not": true } } }
            """);

        var violations = schema.Validate(Given.Json(
            """{"a":"?","b":"?","c":"?","d":"?","e":"?","f":"?","g":["?","?"],"h":"?"}""".Replace("?", secret, StringComparison.Ordinal)));

        violations.Count.ShouldBeGreaterThanOrEqualTo(8);
        violations.ShouldAllBe(violation => !violation.Message.Contains(secret));
    }

    [Fact]
    public void Long_lists_and_long_names_are_cut()
    {
        var many = string.Join(',', Enumerable.Range(0, 100));
        var name = new string('n', 63) + "😀" + new string('n', 1000);

        Given.Violations($$"""{ "enum": [{{many}}] }""", "-1")[0].Message.ShouldEndWith("38, 39 or 60 more");
        Given.Violations($$"""{ "const": "{{name}}" }""", "-1")[0].Message.Length.ShouldBeLessThan(100);
        Given.Violations("""{ "additionalProperties": false }""", $$"""{"{{name}}":1}""")[0]
            .InstancePointer.ShouldBe($"/{new string('n', 63)}…");
    }
}
