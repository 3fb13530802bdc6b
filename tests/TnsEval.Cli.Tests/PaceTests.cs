using TnsEval.Cli.Output;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class PaceTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Rate_and_time_left_are_told_after_a_second()
    {
        var pace = new Pace(done: 100, total: 500, _time);

        Work(pace, cases: 30, TimeSpan.FromMilliseconds(900));
        var early = pace.ToString();
        Work(pace, cases: 70, TimeSpan.FromMilliseconds(4100));

        early.ShouldBe("130/500");
        pace.ToString().ShouldBe("200/500, 20 cases/s, 15 s left");
    }

    [Fact]
    public void What_came_from_the_cache_at_the_beginning_does_not_make_the_rest_look_short()
    {
        var pace = new Pace(done: 0, total: 1000, _time);

        Work(pace, cases: 500, TimeSpan.FromSeconds(1));
        Work(pace, cases: 40, TimeSpan.FromSeconds(20));

        pace.ToString().ShouldBe("540/1000, 2.0 cases/s, 3 min 50 s left");
    }

    [Fact]
    public void When_nothing_gets_done_no_end_is_promised()
    {
        var pace = new Pace(done: 0, total: 500, _time);

        Work(pace, cases: 50, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromMinutes(2));

        pace.ToString().ShouldBe("50/500, 0.0 cases/s");
    }

    [Fact]
    public void At_the_end_the_whole_time_and_its_mean_rate_are_told()
    {
        var pace = new Pace(done: 0, total: 600, _time);

        Work(pace, cases: 100, TimeSpan.FromSeconds(10));
        Work(pace, cases: 500, TimeSpan.FromSeconds(20));

        pace.ToString().ShouldBe("600/600, 20 cases/s, in 30 s");
    }

    private void Work(Pace pace, int cases, TimeSpan over)
    {
        for (var number = 0; number < cases; number++)
        {
            _time.Advance(over / cases);
            pace.Add();
        }
    }
}
