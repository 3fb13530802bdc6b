using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Workers.Coordinating;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Tests;

public sealed class OpenJobsTests
{
    private static readonly RecordKey Key = new(new CaseId("t-1"), 0, null);
    private static readonly Letter NoLetter = new("", ReadOnlyMemory<byte>.Empty, Guid.Empty);

    [Fact]
    public async Task The_first_answer_counts_and_no_other()
    {
        var jobs = new OpenJobs();
        using var job = jobs.Open(Key, NoLetter);

        jobs.TryAnswer(Key, Answer("first"), NoDelivery()).ShouldBeTrue();
        jobs.TryAnswer(Key, Answer("second"), NoDelivery()).ShouldBeFalse();

        (await job.Answer.Task).Classification.Outcome.ShouldBe(new CaseOutcome.Failed("first"));
    }

    [Fact]
    public void An_answer_nobody_asked_for_does_not_count()
    {
        var jobs = new OpenJobs();
        using (jobs.Open(Key, NoLetter))
        {
            // Given up.
        }

        jobs.TryAnswer(Key, Answer("late"), NoDelivery()).ShouldBeFalse();
        jobs.TryAnswer(Key with { Repeat = 1 }, Answer("other"), NoDelivery()).ShouldBeFalse();
    }

    [Fact]
    public void A_message_is_let_go_once_when_the_journal_has_its_case_and_not_before()
    {
        var jobs = new OpenJobs();
        using var job = jobs.Open(Key, NoLetter);
        var delivery = NoDelivery();

        jobs.Journaled(Key).ShouldBeNull();
        jobs.TryAnswer(Key, Answer("done"), delivery);

        jobs.Journaled(Key).ShouldBeSameAs(delivery);
        jobs.Journaled(Key).ShouldBeNull();
    }

    [Fact]
    public async Task What_ends_a_run_ends_its_open_jobs_and_those_opened_later()
    {
        var jobs = new OpenJobs();
        using var before = jobs.Open(Key, NoLetter);

        jobs.End(new RunStoppedException("the provider is down"));
        using var after = jobs.Open(Key with { Repeat = 1 }, NoLetter);

        (await Should.ThrowAsync<RunStoppedException>(before.Answer.Task)).Message.ShouldBe("the provider is down");
        await Should.ThrowAsync<RunStoppedException>(after.Answer.Task);
        jobs.Count.ShouldBe(0);
    }

    private static JobAnswer Answer(string reason) => new(new Classification { Outcome = new CaseOutcome.Failed(reason) }, Result: null);

    private static Delivery NoDelivery() => A.Delivery(NoLetter);
}
