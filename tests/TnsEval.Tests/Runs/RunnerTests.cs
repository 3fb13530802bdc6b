using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Tests.Runs;

public sealed class RunnerTests
{
    private static readonly IReadOnlyList<EvalCase> Cases = [.. Enumerable.Range(0, 50).Select(number => A.Benign($"t-{number}").Case())];

    [Fact]
    public async Task Only_so_many_cases_are_open_at_once_and_every_one_is_run()
    {
        var classifier = new MeetingClassifier(meeting: 5);
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        var done = 0;

        await new Runner(classifier, journal, openCases: 5).RunAsync(Cases, _ => Interlocked.Increment(ref done), default);

        done.ShouldBe(50);
        classifier.MostOpen.ShouldBe(5);
    }

    [Fact]
    public async Task Stop_that_lets_others_finish_keeps_their_answers()
    {
        var classifier = new StoppingClassifier();
        await using var journal = new Journal(new MemoryStream(), JournalText.Full, Durability.None, TimeProvider.System);
        var done = 0;

        var thrown = await Should.ThrowAsync<RunStoppedException>(() => new Runner(classifier, journal, openCases: 2)
            .RunAsync(Cases, _ => Interlocked.Increment(ref done), default));

        thrown.Message.ShouldBe("no money left");
        done.ShouldBe(1);
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
