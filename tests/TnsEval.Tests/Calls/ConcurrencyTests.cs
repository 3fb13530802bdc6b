using System.Text.Json;
using TnsEval.Calls;

namespace TnsEval.Tests.Calls;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData("auto", "\"auto\"")]
    [InlineData("1", "1")]
    [InlineData("10000", "10000")]
    public void It_is_written_and_read_back(string text, string json)
    {
        Concurrency.TryParse(text, out var concurrency).ShouldBeTrue();

        JsonSerializer.Serialize(concurrency).ShouldBe(json);
        JsonSerializer.Deserialize<Concurrency>(json).ShouldBe(concurrency);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10001")]
    [InlineData("many")]
    [InlineData("Auto")]
    [InlineData("1.5")]
    [InlineData("")]
    public void Anything_else_is_none(string text) => Concurrency.TryParse(text, out _).ShouldBeFalse();
}
