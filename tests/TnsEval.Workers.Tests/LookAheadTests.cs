using TnsEval.Workers.Working;

namespace TnsEval.Workers.Tests;

public sealed class LookAheadTests
{
    [Fact]
    public void A_slow_worker_has_no_job_waiting_for_a_turn() => Of(call: 5000, store: 10).For(share: 20).ShouldBe(0);

    [Fact]
    public void A_fast_one_has_as_many_as_the_way_to_the_broker_takes() => Of(call: 50, store: 10).For(share: 20).ShouldBe(8);

    [Fact]
    public void However_fast_it_has_no_more_than_a_share_and_a_few() => Of(call: 0, store: 10).For(share: 20).ShouldBe(28);

    [Fact]
    public void Without_a_share_there_is_none() => Of(call: 1, store: 10).For(share: 0).ShouldBe(0);

    private static LookAhead Of(int call, int store)
    {
        var ahead = new LookAhead();
        ahead.Add(TimeSpan.FromMilliseconds(call), TimeSpan.FromMilliseconds(store));
        return ahead;
    }
}
