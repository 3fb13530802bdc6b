using System.Text.Json.Nodes;

namespace TnsEval.Plugins.Offline.Tests;

public class AnswerWriterTests
{
    [Fact]
    public void Properties_stand_in_the_order_of_the_schema() =>
        Write(Object(""" "severity":{"type":"string"},"language":{"type":"string"} """), """{"language":"en","severity":"low"}""")
            .ShouldBe("""{"severity":"low","language":"en"}""");

    [Theory]
    [InlineData("""{"type":"string"}""", "\"\"")]
    [InlineData("""{"type":"string","enum":["b","a"]}""", "\"b\"")]
    [InlineData("""{"enum":["b","a"]}""", "\"b\"")]
    [InlineData("""{"const":"c"}""", "\"c\"")]
    [InlineData("""{"type":["string","null"]}""", "null")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "0")]
    [InlineData("""{"type":"number"}""", "0")]
    [InlineData("""{"type":"integer","minimum":1}""", "1")]
    [InlineData("""{"enum":[0.5,1]}""", "0.5")]
    [InlineData("""{"type":"boolean"}""", "false")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[]")]
    [InlineData("""{"type":"array","minItems":2,"items":{"type":"integer"}}""", "[0,0]")]
    [InlineData("""{"type":"object","properties":{"inner":{"type":"boolean"}}}""", """{"inner":false}""")]
    [InlineData("{}", "null")]
    public void What_nobody_knows_gets_the_first_value_that_is_allowed(string property, string expected) =>
        Write(Object($"\"mood\":{property}"), "{}").ShouldBe($$$"""{"mood":{{{expected}}}}""");

    [Fact]
    public void A_known_value_that_is_not_allowed_is_not_written() =>
        Write(Object(""" "verdict":{"type":"string","enum":["no","yes"]} """), """{"verdict":"escalate"}""")
            .ShouldBe("""{"verdict":"no"}""");

    [Fact]
    public void One_value_fills_a_list_and_a_list_fills_one_value()
    {
        Write(Object(""" "language":{"type":"array","items":{"type":"string"}} """), """{"language":"en"}""")
            .ShouldBe("""{"language":["en"]}""");
        Write(Object(""" "language":{"type":"string"} """), """{"language":["en","es"]}""").ShouldBe("""{"language":"en"}""");
    }

    [Fact]
    public void References_inside_the_schema_are_followed_even_in_circles()
    {
        const string Schema =
            """
            {
              "type": "object",
              "properties": { "severity": { "$ref": "#/$defs/level" }, "next": { "$ref": "#" } },
              "$defs": { "level": { "type": "string" } }
            }
            """;

        Write(Schema, """{"severity":"low"}""").ShouldStartWith("""{"severity":"low","next":""");
    }

    [Fact]
    public void Text_is_cut_to_the_longest_allowed_and_never_inside_a_character() =>
        Write(Object(""" "rationale":{"type":"string","maxLength":3} """), """{"rationale":"ab😀"}""").ShouldBe("""{"rationale":"ab"}""");

    private static string Object(string properties) => $$$"""{"type":"object","properties":{{{{properties}}}}}""";

    private static string Write(string schema, string known) =>
        AnswerWriter.Write(AnswerShape.Of(A.Json(schema)), JsonNode.Parse(known)!.AsObject());
}
