using FsCheck;
using FsCheck.Fluent;

namespace TnsTriage.Tests.Schemas;

/// <summary>Instances that were made to crash a validator, or to keep it busy for ever.</summary>
public sealed class HostileInstanceTests
{
    private const string Recursive = """{ "items": { "$ref": "#" }, "additionalProperties": { "$ref": "#" } }""";

    [Fact]
    public void Depth_of_ten_thousand_is_a_violation()
    {
        var arrays = new string('[', 10_000) + new string(']', 10_000);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);

        Given.Violations(Recursive, arrays).ShouldHaveSingleItem().Message.ShouldContain("nested too deeply");
        Given.Violations(Recursive, objects).ShouldHaveSingleItem().Message.ShouldContain("nested too deeply");
        Given.Violations("""{ "uniqueItems": true }""", $"[{arrays},1]").ShouldHaveSingleItem().Message.ShouldContain("nested too deeply");
        Given.Violations("""{ "enum": [[1]] }""", arrays).ShouldHaveSingleItem().SchemaPointer.ShouldBe("/enum");
    }

    [Fact]
    public void Thread_with_a_small_stack_gets_a_violation_and_no_crash()
    {
        var schema = Given.Schema("""{ "items": { "allOf": [{ "anyOf": [{ "$ref": "#" }] }] } }""");
        var instance = Given.Json(new string('[', 500) + new string(']', 500));
        var count = 0;

        var thread = new Thread(() => count = schema.Validate(instance).Count, maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        count.ShouldBe(1);
    }

    [Fact]
    public void Schema_gives_the_same_answer_on_many_threads()
    {
        var schema = Given.Schema("""{ "items": { "pattern": "^(a|b){1,20}$", "enum": ["ab", "ba"] }, "uniqueItems": true }""");
        var (valid, invalid) = (Given.Json("""["ab", "ba"]"""), Given.Json("""["ab", "ab", "c"]"""));

        var counts = ParallelEnumerable.Range(0, 2000).Select(index => schema.Validate(index % 2 == 0 ? valid : invalid).Count).ToList();

        counts.Count(count => count == 0).ShouldBe(1000);
        counts.Count(count => count == 3).ShouldBe(1000);
    }

    [Fact]
    public void Instance_that_cannot_be_checked_stays_invalid_under_not()
    {
        const string noList = """{ "not": { "$ref": "#/$defs/list" }, "$defs": { "list": { "items": { "$ref": "#/$defs/list" } } } }""";
        var deep = new string('[', 1000) + "1" + new string(']', 1000);

        Given.IsValid(noList, deep).ShouldBeFalse();
        Given.IsValid("""{ "not": { "maxLength": 3 } }""", "\"\\uD800 and more\"").ShouldBeFalse();
    }

    [Fact]
    public void Alternatives_that_double_the_work_at_every_level_end_in_a_violation()
    {
        const string schema = """
            { "anyOf": [
              { "properties": { "a": { "$ref": "#" } }, "required": ["x"] },
              { "properties": { "a": { "$ref": "#" } }, "required": ["y"] }] }
            """;
        var instance = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "{}" + new string('}', 60);

        Given.Violations(schema, instance).ShouldHaveSingleItem().Message.ShouldContain("too many steps");
    }

    [Theory]
    [InlineData("""{ "properties": { "a": true } }""", """{"a":1,"a":1}""", "has the property \"a\" twice")]
    [InlineData("""{ "required": ["a"] }""", """{"a":1,"\u0061":1}""", "has the property \"a\" twice")]
    [InlineData("""{ "additionalProperties": false }""", """{"b":1,"b":1}""", "is not a known property")]
    public void Duplicate_name_is_a_violation(string schema, string instance, string message) =>
        Given.Violations(schema, instance)[0].Message.ShouldContain(message);

    [Theory]
    [InlineData("{ \"type\": \"string\" }", "\"\\uD800\"")]
    [InlineData("{ \"pattern\": \".\" }", "\"\\uDC00\\uD800\"")]
    [InlineData("{ \"properties\": { \"a\": true } }", "{\"\\uD800\":1}")]
    [InlineData("{ \"items\": true }", "[\"a\\\\\\uDFFF\"]")]
    public void Lone_surrogate_is_a_violation(string schema, string instance) =>
        Given.Violations(schema, instance).ShouldHaveSingleItem().Message.ShouldContain("half of a surrogate pair");

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_violation()
    {
        var instance = System.Text.Json.JsonElement.Parse([(byte)'"', 0xC3, 0x28, (byte)'"']);

        Given.Schema("""{ "type": "string" }""").Validate(instance).ShouldHaveSingleItem().Message.ShouldContain("broken UTF-8");
    }

    [Fact]
    public void Number_beyond_every_type_is_judged_like_any_other()
    {
        Given.IsValid("""{ "type": "number", "maximum": 1 }""", "1e999").ShouldBeFalse();
        Given.IsValid("""{ "type": "number", "maximum": 1e1000 }""", "1e999").ShouldBeTrue();
        Given.IsValid("""{ "enum": [1e999] }""", "1e998").ShouldBeFalse();
    }

    [Fact]
    public void Ten_megabytes_are_checked_in_one_go()
    {
        var numbers = Given.Json("[" + string.Join(',', Enumerable.Range(0, 1_300_000)) + "]");
        var text = Given.Json($"\"{new string('a', 10_000_000)}\"");
        var members = "{" + string.Join(',', Enumerable.Range(0, 300_000).Select(index => $"\"name{index}\":1")) + "}";
        var twins = Given.Json($"[{members},{members}]");

        Given.Schema("""{ "uniqueItems": true, "items": { "type": "integer", "minimum": 0 } }""").Validate(numbers).ShouldBeEmpty();
        Given.Schema("""{ "contains": { "const": -1 } }""").Validate(numbers).ShouldHaveSingleItem();
        Given.Schema("""{ "pattern": "^(a+)+$", "minLength": 10000000 }""").Validate(text).ShouldBeEmpty();
        Given.Schema("""{ "pattern": "^(a|aa)*b$" }""").Validate(text).ShouldHaveSingleItem();
        Given.Schema("""{ "items": { "additionalProperties": { "type": "string" } } }""").Validate(twins).Count.ShouldBe(20);
        Given.Schema("""{ "uniqueItems": true }""").Validate(twins).ShouldHaveSingleItem();
    }

    [Fact]
    public void No_instance_makes_validation_throw_and_invalid_always_means_a_violation()
    {
        var schema = Given.Schema("""
            {
              "properties": { "a": { "$ref": "#" }, "": { "type": "null" } }, "patternProperties": { "^m~": { "minLength": 1 } },
              "additionalProperties": { "anyOf": [{ "$ref": "#" }, { "multipleOf": 0.5 }] }, "propertyNames": { "maxLength": 5 },
              "items": { "oneOf": [{ "$ref": "#" }, { "enum": ["a", 1, null, [], {}] }] }, "uniqueItems": true,
              "contains": true, "minContains": 0,
              "if": { "type": "string" }, "then": { "pattern": "^[^b]*$" }, "else": { "not": { "const": 3 } }
            }
            """);

        Prop.ForAll(JsonGenerator.Mutated.Where(IsLenientJson).ToArbitrary(), text =>
        {
            var all = schema.Validate(Given.Json(text), maxViolations: 1000);
            return schema.Validate(Given.Json(text), maxViolations: 1).Count == Math.Min(1, all.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool IsLenientJson(string text)
    {
        try
        {
            Given.Json(text);
            return true;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            return false;
        }
    }
}
