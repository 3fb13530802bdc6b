using TnsEval.Batches;
using TnsEval.Testing;

namespace TnsEval.Tests.Batches;

public sealed class BatchFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 1000, "2 2 1")]
    [InlineData(1000, 25, "2 2 1")]
    [InlineData(1000, 1000, "5")]
    public void A_file_is_full_at_either_limit_and_the_next_goes_on(int requests, long bytes, string linesOfFiles)
    {
        using var files = new BatchFiles(_folder["batch.jsonl"], new BatchLimits(requests, bytes));
        for (var line = 0; line < 5; line++)
        {
            files.Add("123456789\n"u8.ToArray());
        }

        var written = files.Complete();

        string.Join(' ', written.Select(file => File.ReadAllLines(file).Length)).ShouldBe(linesOfFiles);
        written.Take(2).Select(Path.GetFileName).ShouldBe(new[] { "batch.jsonl", "batch-2.jsonl" }.Take(written.Count));
    }

    [Fact]
    public void Nothing_is_left_of_an_export_that_was_not_completed()
    {
        using (var files = new BatchFiles(_folder["batch.jsonl"], BatchExport.OpenAI))
        {
            files.Add("line\n"u8.ToArray());
        }

        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }
}
