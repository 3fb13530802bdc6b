namespace TnsEval.Plugins.Ollama.Tests;

public class TruncationTests
{
    private static readonly TokenEstimate Prompt = new(Low: 3000, High: 6000);

    [Theory]
    [InlineData(8192, 8192, 100, "stop", "filled the whole context")]
    [InlineData(8192, 8000, 500, "stop", "forgot a part of the prompt")]
    [InlineData(8192, 8000, 192, "length", "fill the context")]
    [InlineData(8192, 2048, 100, "stop", "dropped a part")]     // the model's own context is 2048
    [InlineData(5000, 2900, 100, "stop", "dropped a part")]     // limited, and older messages were left out
    public void Counts_that_prove_it_are_found(int context, int read, int written, string reason, string why) =>
        Truncation.Find(Prompt, context, Last(read, written, reason)).ShouldNotBeNull().ShouldContain(why);

    [Theory]
    [InlineData(8192, 4000, 500, "stop")]
    [InlineData(8192, 4000, 300, "length")]    // the answer's own limit, which the finish reason tells
    [InlineData(8192, 7693, 500, "stop")]      // the last token written is not read again
    [InlineData(8192, 2900, 100, "stop")]      // a few tokens under the least: some gateways count only what was not cached
    [InlineData(8192, 0, 100, "stop")]         // not counted
    [InlineData(8192, 0, 0, "length")]
    public void Counts_that_prove_nothing_are_left_alone(int context, int read, int written, string reason) =>
        Truncation.Find(Prompt, context, Last(read, written, reason)).ShouldBeNull();

    [Fact]
    public void Missing_counts_prove_nothing() => Truncation.Find(Prompt, 8192, new ChatChunk { Done = true }).ShouldBeNull();

    private static ChatChunk Last(int read, int written, string reason) =>
        new() { Done = true, DoneReason = reason, PromptEvalCount = read, EvalCount = written };
}
