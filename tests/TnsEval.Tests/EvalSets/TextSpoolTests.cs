using System.Text.Json.Nodes;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Tests.EvalSets;

/// <summary>A set whose texts are kept in a file must not be told from one in memory.</summary>
public sealed class TextSpoolTests : IDisposable
{
    private readonly EvalSetFolder _folder = new();

    public TextSpoolTests()
    {
        var withThread = TicketLine.Benign("t-1").With("thread", JsonNode.Parse("""[{"from":"sender","body":"first \ud83d\ude80"},{"from":"agent","body":"second"}]"""));
        _folder.Write("a.jsonl", [withThread, .. Enumerable.Range(2, 200).Select(number => (string)TicketLine.Escalate($"t-{number}").With("body", $"body {number} é\n"))]);
        _folder.Write("b.jsonl", TicketLine.Benign("s-1").With("language", "en-US"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_set_read_from_a_file_has_the_same_cases_and_the_same_hash()
    {
        var (spooled, inMemory) = (Load(largestInMemory: 0), Load(largestInMemory: long.MaxValue));

        spooled.Cases.ShouldAllBe(@case => @case.Spooled != null);
        inMemory.Cases.ShouldAllBe(@case => @case.Spooled == null);
        spooled.Hash.ShouldBe(inMemory.Hash);
        spooled.Cases.Select(Text).ShouldBe(inMemory.Cases.Select(Text));
        spooled.Cases[0].Ticket.Thread.Select(message => message.From).ShouldBe([ThreadAuthor.Sender, ThreadAuthor.Agent]);
        spooled.Limit(20, seed: 3).Hash.ShouldBe(inMemory.Limit(20, seed: 3).Hash);
    }

    [Fact]
    public void Its_files_may_change_or_go_once_it_is_read()
    {
        var spooled = Load(largestInMemory: 0);
        var before = spooled.Cases.Select(Text).ToArray();

        _folder.Write("a.jsonl", "something else");
        File.Delete(Path.Combine(_folder.Folder, "b.jsonl"));

        spooled.Cases.Select(Text).ShouldBe(before);
    }

    [Fact]
    public void Tickets_are_read_by_many_at_once()
    {
        var spooled = Load(largestInMemory: 0);
        var expected = Load(largestInMemory: long.MaxValue).Cases.Select(Text).ToArray();

        Parallel.For(0, 5_000, number => Text(spooled.Cases[number % expected.Length].WithText() with { Why = spooled.Cases[number % expected.Length].Why }).ShouldBe(expected[number % expected.Length]));
    }

    private EvalSet Load(long largestInMemory)
    {
        EvalSet.TryLoad([_folder.Folder], null, largestInMemory, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return set!;
    }

    private static string Text(EvalCase @case) =>
        $"{@case.Id} {@case.Ticket.Subject}|{@case.Ticket.Body}|{@case.Ticket.Language}|{string.Join('|', @case.Ticket.Thread)}|{@case.Why}";
}
