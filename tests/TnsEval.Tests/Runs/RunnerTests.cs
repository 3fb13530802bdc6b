using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Runs;

public sealed class RunnerTests
{
    private static readonly IReadOnlyList<PlannedCase> Cases =
        [.. Enumerable.Range(0, 50).Select(number => new PlannedCase(A.Benign($"t-{number}").Case(), Repeat: 0))];

    [Fact]
    public async Task Only_so_many_cases_are_open_at_once_and_every_one_is_run()
    {
        var classifier = new MeetingClassifier(meeting: 5);
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        var done = 0;

        await new Runner([classifier], journal, openCases: 5, TimeProvider.System).RunAsync(Cases, _ => Interlocked.Increment(ref done), default);

        done.ShouldBe(50);
        classifier.MostOpen.ShouldBe(5);
    }

    [Fact]
    public async Task Stop_that_lets_others_finish_keeps_their_answers()
    {
        var classifier = new StoppingClassifier();
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        var done = 0;

        var thrown = await Should.ThrowAsync<RunStoppedException>(() => new Runner([classifier], journal, openCases: 2, TimeProvider.System)
            .RunAsync(Cases, _ => Interlocked.Increment(ref done), default));

        thrown.Message.ShouldBe("no money left");
        done.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_run_begins_no_more_and_lets_those_in_flight_end()
    {
        var classifier = new PatientClassifier();
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var done = 0;
        var run = new Runner([classifier], journal, openCases: 3, new ManualTimeProvider()).RunAsync(Cases, _ => Interlocked.Increment(ref done), cancel.Token);
        await classifier.ThreeAreOpen;

        await cancel.CancelAsync();
        classifier.Answer();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        done.ShouldBe(3);
    }

    [Fact]
    public async Task Cases_in_flight_are_given_up_when_the_grace_is_over()
    {
        var classifier = new PatientClassifier();
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var time = new ManualTimeProvider();
        var done = 0;
        var run = new Runner([classifier], journal, openCases: 3, time).RunAsync(Cases, _ => Interlocked.Increment(ref done), cancel.Token);
        await classifier.ThreeAreOpen;

        await cancel.CancelAsync();
        time.Advance(Runner.Grace);

        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
        done.ShouldBe(0);
    }

    [Fact]
    public void Every_case_is_begun_once_before_any_is_begun_a_second_time_and_in_the_seeds_order()
    {
        EvalCase[] cases = [.. Cases.Select(planned => planned.Case)];
        var order = PlannedCase.Of(cases, new RunOptions { Repeats = 2, Seed = 7 }).ToArray();

        order[..50].ShouldAllBe(planned => planned.Repeat == 0);
        order[..50].Select(planned => planned.Case.Id).ShouldBe(order[50..].Select(planned => planned.Case.Id));
        order[..50].Select(planned => planned.Case.Id).Distinct().Count().ShouldBe(50);
        PlannedCase.Of([.. cases.Reverse()], new RunOptions { Repeats = 2, Seed = 7 }).Select(planned => planned.Case.Id).ShouldBe(order.Select(planned => planned.Case.Id));
        PlannedCase.Of(cases, new RunOptions { Seed = 8 }).Select(planned => planned.Case.Id).ShouldNotBe(order[..50].Select(planned => planned.Case.Id));
    }

    [Fact]
    public void Tickets_are_rewritten_only_after_every_one_was_begun_as_it_is()
    {
        EvalCase[] cases = [.. Cases.Select(planned => planned.Case)];
        var options = new RunOptions { Repeats = 2, Perturbations = Perturbations.Parse(["greeting,injection"], "", []) };

        var order = PlannedCase.Of(cases, options).ToArray();

        order.Length.ShouldBe(2 * 3 * 50);
        order.Chunk(50).Select(part => part.Select(planned => (planned.Key.Perturbation, planned.Repeat)).Distinct().ShouldHaveSingleItem()).ShouldBe(
            [(null, 0), (null, 1), ("greeting", 0), ("greeting", 1), ("injection", 0), ("injection", 1)]);
        order[..100].ShouldAllBe(planned => ReferenceEquals(planned.Ticket, planned.Case.Ticket));
        order[100..].ShouldAllBe(planned => planned.Ticket.Body != planned.Case.Ticket.Body);
        order[100].Ticket.ShouldBe(order[150].Ticket);   // each repeat asks the same again
    }

    /// <summary>Waits for <see cref="Answer"/>, or to be given up.</summary>
    private sealed class PatientClassifier : ITicketClassifier
    {
        private readonly TaskCompletionSource _threeAreOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _open;

        public Task ThreeAreOpen => _threeAreOpen.Task;

        public void Answer() => _answer.SetResult();

        public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _open) == 3)
            {
                _threeAreOpen.SetResult();
            }

            await _answer.Task.WaitAsync(cancellationToken);
            return new Classification { Outcome = new CaseOutcome.Refused("a refusal") };
        }
    }

    /// <summary>Lets nobody go before as many as expected are there at once, so that fewer would hang and more be seen.</summary>
    private sealed class MeetingClassifier(int meeting) : ITicketClassifier
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;
        private int _open;

        public int MostOpen { get; private set; }

        public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
        {
            Task complete;
            lock (_lock)
            {
                MostOpen = Math.Max(MostOpen, ++_open);
                complete = _complete.Task;
                if (++_arrived % meeting == 0)
                {
                    _complete.SetResult();
                    _complete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            await complete.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            lock (_lock)
            {
                _open--;
            }

            return new Classification { Outcome = new CaseOutcome.Refused("a refusal") };
        }
    }

    /// <summary>The second call stops the run while the first is under way.</summary>
    private sealed class StoppingClassifier : ITicketClassifier
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _calls) > 1)
            {
                _stopped.TrySetResult();
                throw new RunStoppedException("no money left") { LetsOthersFinish = true };
            }

            await _stopped.Task.WaitAsync(cancellationToken);
            return new Classification { Outcome = new CaseOutcome.Refused("a refusal") };
        }
    }
}
