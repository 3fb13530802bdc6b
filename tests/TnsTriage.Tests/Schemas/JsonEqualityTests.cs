using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Tests.Schemas;

public sealed class JsonEqualityTests
{
    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "10e-1", true)]
    [InlineData("0", "-0", true)]
    [InlineData("1", "true", false)]
    [InlineData("0", "false", false)]
    [InlineData("null", "0", false)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("\"é\"", "\"e\\u0301\"", false)]
    [InlineData("\"😀\"", "\"\\uD83D\\uDE00\"", true)]
    [InlineData("""{"a":1,"b":[2]}""", """{"b":[2.0],"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1,"b":null}""", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("[[1],[]]", "[[],[1]]", false)]
    [InlineData("[\"a\",\"b\"]", "[\"a\\\"1:b\"]", false)]
    [InlineData("1e400", "10e399", true)]
    [InlineData("100000000000000000000000000000001", "100000000000000000000000000000002", false)]
    public void Equality_is_that_of_values_and_not_of_text(string left, string right, bool isEqual)
    {
        Given.IsValid($$"""{ "const": {{left}} }""", right).ShouldBe(isEqual);
        Given.IsValid($$"""{ "enum": ["other", {{left}}] }""", right).ShouldBe(isEqual);
        Given.IsValid("""{ "uniqueItems": true }""", $"[{left},{right}]").ShouldBe(!isEqual);
    }

    [Fact]
    public void Value_equals_itself_written_in_another_order() =>
        Prop.ForAll(JsonGenerator.Values.ToArbitrary(), value => Canonical(value) == Canonical(Reversed(value)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Values_are_equal_exactly_when_the_framework_says_so() =>
        Prop.ForAll(JsonGenerator.Values.Two().ToArbitrary(), pair =>
        {
            var (left, right) = pair;
            return Canonical(left) == Canonical(right) == JsonNode.DeepEquals(left, right);
        }).QuickCheckThrowOnFailure();

    private static string Canonical(JsonNode? value)
    {
        CanonicalJson.TryWrite(Given.Json(value?.ToJsonString() ?? "null"), out var canonical).ShouldBeTrue();
        return canonical!;
    }

    private static JsonNode? Reversed(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reversed)]),
        _ => value?.DeepClone(),
    };
}
