using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Runs;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["cases.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_appended_is_read_back_as_it_was()
    {
        CaseRecord[] records =
        [
            A.Escalate("t-1").PairedWith("t-2").Tagged("calm_tone").Assessed(Verdict.EscalateUrgent, modelVerdict: Verdict.Escalate),
            A.Benign("t-2").PairedWith("t-1").In("ko").Malformed(A.Violation("evidence")),
            A.Benign("t-3").TimedOut() with { Usage = new TokenUsage(10, 2), ModelId = "m", ModelTexts = ["안녕 \"quoted\"\n\u2028 line"] },
        ];

        Append(JournalText.Full, records);

        Journal.Read(Path).Select(AsText).ShouldBe(records.Select(AsText));
    }

    [Fact]
    public void A_record_is_in_the_file_as_soon_as_it_was_appended()
    {
        using var journal = Journal.Open(Path, JournalText.Full);

        journal.Append(A.Benign("t-1").Refused());

        Journal.Read(Path).ShouldHaveSingleItem().Id.ShouldBe(new CaseId("t-1"));
    }

    [Fact]
    public void Records_appended_by_many_threads_keep_their_lines_apart()
    {
        using (var journal = Journal.Open(Path, JournalText.Full))
        {
            Parallel.For(0, 500, number => journal.Append(A.Benign($"t-{number}").Refused()));
        }

        Journal.Read(Path).Select(record => record.Id.Value).Order().ShouldBe(Enumerable.Range(0, 500).Select(number => $"t-{number}").Order());
    }

    [Theory]
    [InlineData("{\"id\":\"t-2\",\"la")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public void A_last_line_torn_by_a_crash_is_left_out_and_cut_off_before_more_is_appended(string torn)
    {
        Append(JournalText.Full, A.Benign("t-1").Refused());
        File.AppendAllText(Path, torn);

        Journal.Read(Path).ShouldHaveSingleItem();
        Journal.Recover(Path).ShouldBeTrue();
        Append(JournalText.Full, A.Benign("t-2").Refused());

        Journal.Read(Path).Select(record => record.Id.Value).ShouldBe(["t-1", "t-2"]);
        Journal.Recover(Path).ShouldBeFalse();
    }

    [Fact]
    public void A_torn_line_that_is_the_only_one_leaves_an_empty_journal()
    {
        File.WriteAllText(Path, "{\"id\":");

        Journal.Read(Path).ShouldBeEmpty();
        Journal.Recover(Path).ShouldBeTrue();

        new FileInfo(Path).Length.ShouldBe(0);
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_an_error_with_its_number_and_without_its_text()
    {
        Append(JournalText.Full, A.Benign("t-1").Refused());
        File.AppendAllText(Path, "the ticket said something private\n");
        Append(JournalText.Full, A.Benign("t-2").Refused());

        var error = Should.Throw<RunFolderException>(() => Journal.Read(Path).ToArray());

        error.Message.ShouldStartWith($"{Path}:2: not a case record");
        error.Message.ShouldNotContain("private");
    }

    [Fact]
    public void A_case_that_stands_twice_is_an_error_for_it_would_be_counted_twice()
    {
        Append(JournalText.Full, A.Benign("t-1").Refused(), A.Benign("t-1").Refused());

        Should.Throw<RunFolderException>(() => Journal.Read(Path).ToArray()).Message.ShouldStartWith($"{Path}:2: case t-1 stands here a second time");
    }

    [Fact]
    public void A_journal_of_hashes_keeps_verdicts_and_no_words()
    {
        var assessed = A.Escalate("t-1").Assessed(Verdict.Escalate);
        var record = assessed with
        {
            ModelTexts = ["secret words"],
            Assessment = assessed.Assessment! with
            {
                Rationale = "secret words",
                BenignReading = "secret words",
                HandoffNote = "secret words",
                PromptInjection = new PromptInjection(Present: true, "secret words", InjectionAim.Reveal),
                Evidence = [new Evidence { Quote = "secret words", Use = EvidenceUse.Report, Speaker = Speaker.Sender, Location = new EvidenceLocation(TicketPart.Body, 0, 0, 12) }],
            },
        };

        Append(JournalText.Hashes, record);

        File.ReadAllText(Path).ShouldNotContain("secret");
        Journal.Read(Path).Single().Assessment!.Verdict.ShouldBe(Verdict.Escalate);
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_and_says_so()
    {
        using var journal = new Journal(new FullDisk(bytes: 1000), JournalText.Full);
        var runner = new Runner(new RefusingClassifier(), journal, openCases: 1);
        var done = 0;

        var stop = await Should.ThrowAsync<RunStoppedException>(() =>
            runner.RunAsync([.. Enumerable.Range(0, 50).Select(number => A.Benign($"t-{number}").Case())], _ => done++, CancellationToken.None));

        stop.Message.ShouldBe("the journal cannot be written: No space left on device");
        done.ShouldBeInRange(1, 10);
    }

    private void Append(JournalText text, params CaseRecord[] records)
    {
        using var journal = Journal.Open(Path, text);
        foreach (var record in records)
        {
            journal.Append(record);
        }
    }

    private static string AsText(CaseRecord record) => System.Text.Json.JsonSerializer.Serialize(record, RunJson.Lines.CaseRecord);

    private sealed class RefusingClassifier : ITicketClassifier
    {
        public Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default) =>
            Task.FromResult(new Classification { Outcome = new CaseOutcome.Refused("no") });
    }

    private sealed class FullDisk(int bytes) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > bytes)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer, offset, count);
        }
    }
}
