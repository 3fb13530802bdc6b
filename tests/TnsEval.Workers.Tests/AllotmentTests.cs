using FsCheck;
using FsCheck.Fluent;
using TnsEval.Workers.Coordinating;

namespace TnsEval.Workers.Tests;

public sealed class AllotmentTests
{
    private const int Limit = 12;

    [Fact]
    public void A_newcomer_gets_what_a_shrinking_worker_has_really_given_up()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var allotment = new Allotment(Limit);
        allotment.Add(first, Limit);
        allotment.Divide();
        allotment.Add(second, Limit);

        allotment.Divide();
        allotment.ShareOf(first).Calls.ShouldBe(6);
        allotment.ShareOf(second).Calls.ShouldBe(0, "the first may still make twelve");

        allotment.Heard(first, allotment.ShareOf(first).Order, underWay: 10);
        allotment.Divide();
        allotment.ShareOf(second).Calls.ShouldBe(2);

        allotment.Heard(first, allotment.ShareOf(first).Order, underWay: 3);
        allotment.Divide();
        allotment.ShareOf(second).Calls.ShouldBe(6);
    }

    [Fact]
    public void What_a_worker_says_that_has_not_heard_of_its_share_changes_nothing()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var allotment = new Allotment(Limit);
        allotment.Add(first, Limit);
        allotment.Divide();
        var old = allotment.ShareOf(first).Order;
        allotment.Add(second, Limit);
        allotment.Divide();

        allotment.Heard(first, old, underWay: 0);

        allotment.Divide();
        allotment.ShareOf(second).Calls.ShouldBe(0);
    }

    /// <summary>Workers come, leave and make as many calls as they know they may; messages are late, in order, or lost.</summary>
    [Fact]
    public void All_workers_together_never_make_more_calls_than_the_run_may() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var allotment = new Allotment(Limit);
            var workers = new List<SimulatedWorker>();
            for (var step = 0; step < 300; step++)
            {
                switch (random.Next(12))
                {
                    case 0 when workers.Count < 20:
                        workers.Add(new SimulatedWorker());
                        allotment.Add(workers[^1].Id, random.Next(1, Limit + 1));
                        break;
                    case 1 when workers.Count > 0 && workers[random.Next(workers.Count)] is { UnderWay: 0 } gone:
                        workers.Remove(gone);
                        allotment.Remove(gone.Id);
                        break;
                    case < 5 when workers.Count > 0:
                        var told = workers[random.Next(workers.Count)];
                        told.Follow(allotment.ShareOf(told.Id));
                        break;
                    case < 8 when workers.Count > 0:
                        var heard = workers[random.Next(workers.Count)];
                        allotment.Heard(heard.Id, heard.Order, heard.UnderWay);
                        break;
                    default:
                        foreach (var worker in workers)
                        {
                            worker.Work(random);
                        }

                        break;
                }

                allotment.Divide();
                workers.Sum(worker => worker.UnderWay).ShouldBeLessThanOrEqualTo(Limit);
                allotment.Bound.ShouldBeLessThanOrEqualTo(Limit);
            }

            // When everybody has heard and said everything, the whole limit is given out as the division says.
            for (var round = 0; round < 3; round++)
            {
                foreach (var worker in workers)
                {
                    worker.Follow(allotment.ShareOf(worker.Id));
                    worker.End();
                    allotment.Heard(worker.Id, worker.Order, worker.UnderWay);
                }

                allotment.Divide();
            }

            (workers.Count == 0 || workers.Exists(worker => allotment.ShareOf(worker.Id).Calls > 0)).ShouldBeTrue();
        }).QuickCheckThrowOnFailure();

    private sealed class SimulatedWorker
    {
        private int _share;

        public Guid Id { get; } = Guid.NewGuid();

        public int Order { get; private set; }

        public int UnderWay { get; private set; }

        public void Follow((int Order, int Calls) share)
        {
            if (share.Order > Order)
            {
                (Order, _share) = share;
            }
        }

        public void Work(Random random) => UnderWay = random.Next(2) == 0 ? Math.Max(UnderWay, _share) : random.Next(UnderWay + 1);

        public void End() => UnderWay = 0;
    }
}
