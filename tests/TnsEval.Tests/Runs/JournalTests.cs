using TnsEval.Abstractions;
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
    public async Task What_is_appended_is_read_back_as_it_was()
    {
        CaseRecord[] records =
        [
            A.Escalate("t-1").PairedWith("t-2").Tagged("calm_tone").Assessed(Verdict.EscalateUrgent, modelVerdict: Verdict.Escalate),
            A.Benign("t-2").PairedWith("t-1").In("ko").Malformed(A.Violation("evidence")),
            A.Benign("t-3").TimedOut() with { Usage = new TokenUsage(10, 2), ModelId = "m", ModelTexts = ["안녕 \"quoted\"\n\u2028 line"] },
        ];

        await AppendAsync(JournalText.Full, records);

        JournalReader.Read(Path).Select(AsText).ShouldBe(records.Select(AsText));
    }

    [Fact]
    public async Task A_line_is_byte_for_byte_what_the_serializer_makes_of_the_record()
    {
        CaseRecord[] records =
        [
            A.Escalate("t-1").PairedWith("t-2").Tagged("calm_tone").Assessed(Verdict.EscalateUrgent, modelVerdict: Verdict.Escalate),
            A.Benign("t-2").In("ko").Malformed(A.Violation("evidence")) with { DroppedParameters = ["seed"], StructuredOutput = StructuredOutput.JsonSchema, WaitMs = 0.125 },
            A.Benign("t-3").TimedOut() with { Repeat = 2, Perturbation = "typos", Usage = new TokenUsage(10, 2), ModelId = "m", ModelTexts = ["안녕 \"quoted\" <b>&'\n\u2028 line"] },
        ];

        await AppendAsync(JournalText.Full, records);

        File.ReadLines(Path).ShouldBe(records.Select(AsText));
    }

    [Fact]
    public async Task A_record_is_in_the_file_as_soon_as_it_was_appended()
    {
        await using var journal = Journal.Open(Path, JournalText.Full, Durability.None, TimeProvider.System);

        await journal.AppendAsync(A.Benign("t-1").Refused());

        JournalReader.Read(Path).ShouldHaveSingleItem().Id.ShouldBe(new CaseId("t-1"));
    }

    [Fact]
    public async Task Records_appended_by_many_threads_keep_their_lines_apart()
    {
        await using (var journal = Journal.Open(Path, JournalText.Full, Durability.Batch, TimeProvider.System))
        {
            await Parallel.ForAsync(0, 500, async (number, _) => await journal.AppendAsync(A.Benign($"t-{number}").Refused()));
        }

        JournalReader.Read(Path).Select(record => record.Id.Value).Order().ShouldBe(Enumerable.Range(0, 500).Select(number => $"t-{number}").Order());
    }

    [Theory]
    [InlineData("{\"id\":\"t-2\",\"la")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public async Task A_last_line_torn_by_a_crash_is_left_out_and_cut_off_before_more_is_appended(string torn)
    {
        await AppendAsync(JournalText.Full, A.Benign("t-1").Refused());
        File.AppendAllText(Path, torn);

        JournalReader.Read(Path).ShouldHaveSingleItem();
        JournalReader.Recover(Path).ShouldBeTrue();
        await AppendAsync(JournalText.Full, A.Benign("t-2").Refused());

        JournalReader.Read(Path).Select(record => record.Id.Value).ShouldBe(["t-1", "t-2"]);
        JournalReader.Recover(Path).ShouldBeFalse();
    }

    [Fact]
    public void A_torn_line_that_is_the_only_one_leaves_an_empty_journal()
    {
        File.WriteAllText(Path, "{\"id\":");

        JournalReader.Read(Path).ShouldBeEmpty();
        JournalReader.Recover(Path).ShouldBeTrue();

        new FileInfo(Path).Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_an_error_with_its_number_and_without_its_text()
    {
        await AppendAsync(JournalText.Full, A.Benign("t-1").Refused());
        File.AppendAllText(Path, "the ticket said something private\n");
        await AppendAsync(JournalText.Full, A.Benign("t-2").Refused());

        var error = Should.Throw<RunFolderException>(() => JournalReader.Read(Path).ToArray());

        error.Message.ShouldStartWith($"{Path}:2: not a case record");
        error.Message.ShouldNotContain("private");
    }

    [Fact]
    public async Task A_case_that_stands_twice_is_an_error_for_it_would_be_counted_twice()
    {
        await AppendAsync(JournalText.Full, A.Benign("t-1").Refused(), A.Benign("t-1").Refused());

        Should.Throw<RunFolderException>(() => JournalReader.Read(Path).ToArray()).Message.ShouldStartWith($"{Path}:2: case t-1 stands here a second time");
    }

    [Fact]
    public async Task A_journal_of_hashes_keeps_verdicts_and_no_words()
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

        await AppendAsync(JournalText.Hashes, record);

        File.ReadAllText(Path).ShouldNotContain("secret");
        JournalReader.Read(Path).Single().Assessment!.Verdict.ShouldBe(Verdict.Escalate);
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_and_says_so()
    {
        await using var journal = new Journal(new FullDisk(bytes: 1000), JournalText.Full, Durability.None, TimeProvider.System);
        var runner = new Runner([new RefusingClassifier()], journal, openCases: 1, TimeProvider.System);
        var done = 0;

        var stop = await Should.ThrowAsync<RunStoppedException>(() =>
            runner.RunAsync([.. Enumerable.Range(0, 50).Select(number => new PlannedCase(A.Benign($"t-{number}").Case(), Repeat: 0))], _ => done++, CancellationToken.None));

        stop.Message.ShouldBe("the journal cannot be written: No space left on device");
        done.ShouldBeInRange(1, 10);
    }

    [Fact]
    public async Task Nothing_is_written_after_a_failed_write_for_it_would_stand_in_the_middle_of_a_torn_line()
    {
        var disk = new FullDisk(bytes: 1000) { TearsLines = true };
        await using var journal = new Journal(disk, JournalText.Full, Durability.None, TimeProvider.System);
        await journal.AppendAsync(A.Benign("t-1").Refused());
        await Should.ThrowAsync<IOException>(() => journal.AppendAsync(A.Benign("t-2").Refused() with { Reason = new string('x', 2000) }));
        disk.Grow();
        var torn = disk.Length;

        await Should.ThrowAsync<IOException>(() => journal.AppendAsync(A.Benign("t-3").Refused()));

        disk.Length.ShouldBe(torn);
    }

    [Fact]
    public async Task Every_level_of_durability_writes_the_same_bytes()
    {
        foreach (var durability in Enum.GetValues<Durability>())
        {
            await using var journal = Journal.Open(_folder[$"{durability}.jsonl"], JournalText.Full, durability, TimeProvider.System);
            await journal.AppendAsync(A.Benign("t-1").Refused());
        }

        var files = Enum.GetValues<Durability>().Select(durability => File.ReadAllText(_folder[$"{durability}.jsonl"])).ToArray();

        files.Distinct().ShouldHaveSingleItem().ShouldEndWith("}\n");
    }

    [Fact]
    public async Task A_torn_tail_longer_than_a_block_is_found()
    {
        await AppendAsync(JournalText.Full, A.Benign("t-1").Refused());
        var whole = new FileInfo(Path).Length;
        File.AppendAllText(Path, new string('x', 10_000));

        JournalReader.Read(Path).ShouldHaveSingleItem();
        JournalReader.Recover(Path).ShouldBeTrue();

        new FileInfo(Path).Length.ShouldBe(whole);
    }

    private async Task AppendAsync(JournalText text, params CaseRecord[] records)
    {
        await using var journal = Journal.Open(Path, text, Durability.None, TimeProvider.System);
        foreach (var record in records)
        {
            await journal.AppendAsync(record);
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
        private int _bytes = bytes;

        /// <summary>Whether the part that fits is written.</summary>
        public bool TearsLines { get; init; }

        public void Grow() => _bytes = int.MaxValue;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var room = _bytes - (int)Length;
            if (buffer.Length > room)
            {
                base.Write(TearsLines ? buffer[..room] : []);
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }
}
