using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Schemas;

namespace TnsTriage.Tests.Schemas;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("1")]
    [InlineData(" \r\n\t{\"a\":[1,2.5e3,\"x\\n\\u00e9\\uD83D\\uDE00😀\",null,true,false]}\n ")]
    [InlineData("{\"a\":{\"b\":1},\"b\":{\"b\":1}}")]
    [InlineData("1e999")]
    [InlineData("\"\"")]
    public void One_value_is_read(string text)
    {
        StrictJson.TryParse(text, out var document, out var problem).ShouldBeTrue(problem);

        document!.RootElement.GetRawText().ShouldBe(text.Trim());
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "no JSON: the text is empty at line 1, column 1")]
    [InlineData(" \n\t", "no JSON: the text is empty at line 2, column 2")]
    [InlineData("{} {}", "text after the JSON value at line 1, column 4")]
    [InlineData("1 x", "text after the JSON value at line 1, column 3")]
    [InlineData("{\"a\":1}\n```", "text after the JSON value at line 2, column 1")]
    [InlineData("```json\n{}", "not JSON at line 1, column 1")]
    [InlineData("\uFEFF{}", "not JSON at line 1, column 1")]
    [InlineData("{\"a\":1,\n \"b\":2,\n \"a\":3}", "a property name that its object already has at line 3, column 2")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "a property name that its object already has at line 1, column 8")]
    [InlineData("[1,\n2,]", "a trailing comma at line 2, column 3")]
    [InlineData("{\"a\":1 , }", "a trailing comma at line 1, column 10")]
    [InlineData("[1, /* one */ 2]", "a comment or a stray slash at line 1, column 5")]
    [InlineData("{\"a\":\"b", "the text ends before the JSON value is complete at line 1, column 8")]
    [InlineData("[1,", "the text ends before the JSON value is complete at line 1, column 3")]
    [InlineData("\"a\nb\"", "a control character that is not escaped at line 1, column 3")]
    [InlineData("{'a':1}", "not JSON at line 1, column 2")]
    [InlineData("NaN", "not JSON at line 1, column 1")]
    [InlineData("[01]", "not JSON at line 1, column 3")]
    [InlineData("[\"é😀\", \"\\x\"]", "not JSON at line 1, column 10")]
    [InlineData("[\"\\uD800\"]", "half of a surrogate pair in the text at line 1, column 2")]
    [InlineData("{\"\\uDC00\":1}", "half of a surrogate pair in the text at line 1, column 2")]
    public void Anything_else_is_refused_with_the_place(string text, string problem)
    {
        StrictJson.TryParse(text, out var document, out var found).ShouldBeFalse();

        found.ShouldBe(problem);
        document.ShouldBeNull();
    }

    [Fact]
    public void Half_of_a_surrogate_pair_in_the_string_itself_is_refused()
    {
        StrictJson.TryParse("[\"é\",\n\"😀\uD800\"]", out _, out var problem).ShouldBeFalse();   // not InlineData: that would be stored as UTF-8

        problem.ShouldBe("half of a surrogate pair in the text at line 2, column 3");
    }

    [Theory]
    [InlineData('[', ']', "")]
    [InlineData('{', '}', "\"a\":")]
    public void Nesting_is_allowed_to_a_depth_of_64(char open, char close, string name)
    {
        static string Nested(char open, char close, string name, int depth) =>
            string.Join(name, Enumerable.Repeat(open, depth)) + new string(close, depth);

        StrictJson.TryParse(Nested(open, close, name, 64), out _, out _).ShouldBeTrue();
        StrictJson.TryParse(Nested(open, close, name, 65), out _, out var problem).ShouldBeFalse();
        problem!.ShouldStartWith("nesting deeper than 64 levels at line 1");
        StrictJson.TryParse(Nested(open, close, name, 10_000), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Ten_megabytes_are_read_or_refused_in_one_go()
    {
        var members = string.Join(',', Enumerable.Range(0, 600_000).Select(index => $"\"name{index}\":1"));

        StrictJson.TryParse($"{{{members},\"name0\":1}}", out _, out var problem).ShouldBeFalse();
        problem!.ShouldStartWith("a property name that its object already has");
        StrictJson.TryParse(new string('[', 10_000_000), out _, out _).ShouldBeFalse();
        StrictJson.TryParse(new string('"', 10_000_001), out _, out _).ShouldBeFalse();
        StrictJson.TryParse($"\"{string.Concat(Enumerable.Repeat("\\u00e9", 1_600_000))}\"", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void No_text_makes_it_throw_and_no_problem_repeats_the_text()
    {
        var texts = Gen.OneOf(JsonGenerator.AnyText, JsonGenerator.Mutated);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var isRead = StrictJson.TryParse(text, out var document, out var problem);
            document?.Dispose();
            return isRead == document is not null && isRead == problem is null && problem?.Contains("SECRET") != true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void It_accepts_what_the_framework_accepts_but_for_lone_surrogates() =>
        Prop.ForAll(JsonGenerator.Mutated.ToArbitrary(), text => StrictJson.TryParse(text, out _, out _) == IsFineForTheFramework(text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static bool IsFineForTheFramework(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return HasOnlyReadableText(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    // GetString and Name throw on half of a surrogate pair.
    private static bool HasOnlyReadableText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(HasOnlyReadableText),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && HasOnlyReadableText(member.Value)),
        _ => true,
    };
}
