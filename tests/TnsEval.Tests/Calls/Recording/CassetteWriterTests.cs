using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls.Recording;

public sealed class CassetteWriterTests : IDisposable
{
    private static readonly EvalCase[] Cases = [.. new[] { "t-2", "t-1", "t-3" }.Select(id => A.Benign(id).Case())];

    private readonly TemporaryFolder _folder = new();

    private string Recording => _folder["recording.jsonl"];

    private string Target => _folder["cassette.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers_stand_in_the_order_of_cases_repeats_and_turns_whatever_order_they_came_in()
    {
        using (var recording = CassetteWriter.Open(Recording))
        {
            recording.Append(Answered("t-3", 1, "c"), "m/1");
            recording.Append(Answered("t-1", 0, "b, first try", "b, repaired"), "m/1");
            recording.Append(Answered("t-3", 0, "c"), "m/1");
            recording.Append(Answered("t-2", 0, "a"), "m/1");
            recording.MoveTo(Target, Cases).ShouldBe(5);
        }

        Approve(Target);
        File.Exists(Recording).ShouldBeFalse();
    }

    [Fact]
    public void Each_case_is_on_disk_as_soon_as_it_was_appended_and_a_resumed_run_goes_on_behind_a_torn_line()
    {
        using (var killed = CassetteWriter.Open(Recording))
        {
            killed.Append(Answered("t-1", 0, "kept"), "m/1");
            File.ReadAllLines(Recording).ShouldHaveSingleItem();
        }

        File.AppendAllText(Recording, """{"formatVersion":1,"ca""");
        using var resumed = CassetteWriter.Open(Recording);
        resumed.Append(Answered("t-2", 0, "after"), "m/1");

        resumed.MoveTo(Target, Cases).ShouldBe(2);
        File.ReadAllLines(Target).Select(line => line.Contains("after", StringComparison.Ordinal)).ShouldBe([true, false]);
    }

    [Fact]
    public void Of_a_case_that_was_run_again_the_later_answers_count()
    {
        using var recording = CassetteWriter.Open(Recording);
        recording.Append(Answered("t-1", 0, "early, first try", "early, repaired"), "m/1");
        recording.Append(Answered("t-1", 0, "late"), "m/1");

        recording.MoveTo(Target, Cases).ShouldBe(1);

        File.ReadAllText(Target).ShouldContain("late");
        File.ReadAllText(Target).ShouldNotContain("early");
    }

    [Fact]
    public void Rewritten_tickets_have_answers_of_their_own_and_where_the_request_is_the_same_the_tickets_own_counts()
    {
        using var recording = CassetteWriter.Open(Recording);
        recording.Append(Rewritten("injection", request: '1', "of the injected"), "m/1");
        recording.Append(Rewritten("zero_width", request: '0', "of what the preparation undid"), "m/1");
        recording.Append(Answered("t-1", 0, "of the ticket"), "m/1");

        recording.MoveTo(Target, Cases).ShouldBe(2);

        File.ReadAllLines(Target)[0].ShouldContain("of the ticket");
        File.ReadAllLines(Target)[1].ShouldContain("\"perturbation\":\"injection\"");
    }

    [Fact]
    public void A_target_that_cannot_be_written_leaves_the_recording_and_what_was_there()
    {
        Directory.CreateDirectory(Target);
        using var recording = CassetteWriter.Open(Recording);
        recording.Append(Answered("t-1", 0, "kept"), "m/1");

        Should.Throw<SystemException>(() => recording.MoveTo(Target, Cases));

        File.ReadAllLines(Recording).ShouldHaveSingleItem();
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).ShouldBe(["cassette.jsonl", "recording.jsonl"], ignoreOrder: true);
    }

    [Fact]
    public void A_recording_that_was_changed_by_hand_is_told_so_with_its_line()
    {
        File.WriteAllText(Recording, "nonsense\n");
        using var recording = CassetteWriter.Open(Recording);

        Should.Throw<RunFolderException>(() => recording.MoveTo(Target, Cases)).Message.ShouldStartWith($"{Recording}:1: not an answer to a case of this run");
    }

    [Fact]
    public void Only_a_cassette_is_overwritten()
    {
        var tickets = _folder.Write("tickets.jsonl", """{"id":"t-1"}""");

        CassetteTarget.Check(tickets, 1).ShouldHaveSingleItem().What.ShouldBe($"{tickets} is no cassette, and would be overwritten");
        CassetteTarget.Check(_folder.Path, 1).ShouldHaveSingleItem().What.ShouldEndWith("is a folder");
        CassetteTarget.Check(_folder["none/c.jsonl"], 1).ShouldHaveSingleItem().What.ShouldStartWith("there is no folder");
        CassetteTarget.Check(Target, 2).ShouldHaveSingleItem().What.ShouldBe("a cassette holds one run, and these are 2");
        CassetteTarget.Check(Target, 1).ShouldBeEmpty();
    }

    private static CallTrace Answered(string id, int repeat, params string[] texts)
    {
        var trace = new CallTrace(new CaseId(id), repeat);
        foreach (var text in texts)
        {
            trace.Add(new Exchange(new string('0', 64), ScriptedModel.Answer(text), IsCached: false));
        }

        return trace;
    }

    private static CallTrace Rewritten(string perturbation, char request, string text)
    {
        var trace = new CallTrace(new CaseId("t-1"), repeat: 0, perturbation);
        trace.Add(new Exchange(new string(request, 64), ScriptedModel.Answer(text), IsCached: false));
        return trace;
    }

    private static void Approve(string file) => ApprovedFile.ShouldMatch(File.ReadAllText(file), "Calls/Recording/Cassette.jsonl");
}
