using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets;

namespace TnsEval.Tests.EvalSets;

public class JsonLinesTests
{
    [Fact]
    public void Lines_of_any_length_come_out_as_they_went_in()
    {
        // Around the reader's buffer, where lines are moved and the buffer grows.
        var length = Gen.Frequency((5, Gen.Choose(0, 200)), (1, Gen.Choose(65_000, 66_000)), (1, Gen.Choose(130_000, 132_000)));

        Prop.ForAll(length.NonEmptyListOf().ToArbitrary(), lengths =>
        {
            string[] lines = [.. lengths.Select((count, index) => new string((char)('a' + (index % 26)), count)), "end"];
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

            string[] read = [.. JsonLines.Read(stream).Select(line => Encoding.UTF8.GetString(line.Utf8.Span))];

            return read.SequenceEqual(lines);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Lines_are_numbered_from_one_blank_ones_included()
    {
        using var stream = new MemoryStream("a\n\nb\n"u8.ToArray());

        JsonLines.Read(stream).Select(line => (line.Number, line.Utf8.Length)).ShouldBe([(1, 1), (2, 0), (3, 1)]);
    }

    [Fact]
    public void A_stream_that_gives_a_byte_at_a_time_is_read_the_same()
    {
        using var stream = new OneByteStream("\uFEFFabc\nd"u8.ToArray());

        JsonLines.Read(stream).Select(line => Encoding.UTF8.GetString(line.Utf8.Span)).ShouldBe(["abc", "d"]);
    }

    private sealed class OneByteStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
