using System.Net;
using TnsEval.Testing;
using TnsTriage.Front.Transport;

namespace TnsTriage.Front.Tests.Transport;

public sealed class RateLimiterTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Calls_of_a_burst_go_at_once_and_the_rest_at_the_pace_of_a_minute()
    {
        var limiter = Limiter(60);
        for (var call = 0; call < 10; call++)
        {
            (await limiter.WaitAsync(null, default)).ShouldBeNull();
        }

        var eleventh = limiter.WaitAsync(null, default);

        eleventh.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        eleventh.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await eleventh).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(600)]
    public async Task No_minute_sees_more_calls_than_allowed_but_for_the_burst(int perMinute)
    {
        var limiter = Limiter(perMinute);
        var done = 0;
        _ = Task.WhenAll(Enumerable.Range(0, perMinute * 3).Select(async _ =>
        {
            if (await limiter.WaitAsync(null, CancellationToken.None) is null)
            {
                Interlocked.Increment(ref done);
            }
        }));

        for (var second = 0; second < 60 * 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.05));
            await Task.Yield();
        }

        done.ShouldBeInRange(1, perMinute + Math.Min(10, perMinute));
    }

    [Fact]
    public async Task A_wait_longer_than_allowed_is_told_at_once_and_takes_no_turn()
    {
        var limiter = Limiter(1, maxWait: TimeSpan.FromSeconds(59));
        await limiter.WaitAsync(null, default);

        (await limiter.WaitAsync(null, default)).ShouldBe(TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(60));
        (await limiter.WaitAsync(null, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_waits_behind_others_gives_up_in_time_too()
    {
        var limiter = Limiter(1, maxWait: TimeSpan.FromSeconds(90));
        await limiter.WaitAsync(null, default);
        var second = limiter.WaitAsync(null, default);
        var third = limiter.WaitAsync(null, default);

        _time.Advance(TimeSpan.FromSeconds(60));
        (await second).ShouldBeNull();
        (await Settled(third)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cancelled_wait_is_cancelled_and_lets_the_next_one_in()
    {
        var limiter = Limiter(1, maxWait: TimeSpan.FromMinutes(10));
        await limiter.WaitAsync(null, default);
        using var cancellation = new CancellationTokenSource();
        var cancelled = limiter.WaitAsync(null, cancellation.Token);
        var next = limiter.WaitAsync(null, default);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        await AdvanceUntil(next, TimeSpan.FromMinutes(2));

        (await next).ShouldBeNull();
    }

    [Fact]
    public async Task Five_writes_of_one_conversation_go_in_a_second_and_those_of_others_beside_them()
    {
        var limiter = Limiter(10_000);
        for (var call = 0; call < 5; call++)
        {
            await limiter.WaitAsync("cnv_1", default);
        }

        var sixth = limiter.WaitAsync("cnv_1", default);

        sixth.IsCompleted.ShouldBeFalse();
        (await limiter.WaitAsync("cnv_2", default)).ShouldBeNull();
        (await limiter.WaitAsync(null, default)).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(0.2));
        (await sixth).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_left_holds_everybody_until_the_window_ends_and_then_lets_them_in_one_by_one()
    {
        var limiter = Limiter(60);
        limiter.Observe(Answer(200, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Seconds(20))), null, 0);
        var first = limiter.WaitAsync(null, default);
        var second = limiter.WaitAsync("cnv_1", default);

        _time.Advance(TimeSpan.FromSeconds(19.9));
        first.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await first).ShouldBeNull();
        second.IsCompleted.ShouldBeFalse();
        await AdvanceUntil(second, TimeSpan.FromSeconds(2));
        (await second).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_under_a_tier_holds_that_conversation_alone()
    {
        var limiter = Limiter(60);
        limiter.Observe(Answer(429, ("x-ratelimit-remaining", "37"), ("x-front-tier", "2"), ("retry-after", "1")), "cnv_1", 0).ShouldBe(TimeSpan.FromSeconds(1));

        (await limiter.WaitAsync("cnv_2", default)).ShouldBeNull();
        (await limiter.WaitAsync(null, default)).ShouldBeNull();
        var held = limiter.WaitAsync("cnv_1", default);
        held.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await held).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_under_a_tier_of_what_is_no_conversation_holds_everybody()
    {
        var limiter = Limiter(60);
        limiter.Observe(Answer(429, ("x-ratelimit-remaining", "37"), ("x-front-tier", "1"), ("retry-after", "1")), null, 0);

        var held = limiter.WaitAsync(null, default);

        held.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await held).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_of_the_company_holds_everybody()
    {
        var limiter = Limiter(60);
        limiter.Observe(Answer(429, ("x-ratelimit-remaining", "0"), ("retry-after", "20"), ("x-ratelimit-reset", Seconds(5))), "cnv_1", 0).ShouldBe(TimeSpan.FromSeconds(20));

        var held = limiter.WaitAsync("cnv_2", default);

        _time.Advance(TimeSpan.FromSeconds(19));
        held.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await held).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(30, 32)]
    public void A_refusal_that_says_nothing_waits_longer_each_time(int attempt, int seconds) =>
        Limiter(60).Observe(Answer(429), null, attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Without_retry_after_the_end_of_the_window_counts() =>
        Limiter(60).Observe(Answer(429, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Seconds(13))), null, 0).ShouldBe(TimeSpan.FromSeconds(13));

    [Fact]
    public void The_end_of_the_window_is_read_by_Fronts_clock_and_not_by_ours()
    {
        var answer = Answer(429, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Seconds(3_613)));
        answer.Headers.Date = _time.GetUtcNow() + TimeSpan.FromHours(1);   // our clock is an hour slow

        Limiter(60).Observe(answer, null, 0).ShouldBe(TimeSpan.FromSeconds(13));
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Absurd_times_are_cut(string retryAfter) =>
        Limiter(60).Observe(Answer(429, ("retry-after", retryAfter)), null, 0).ShouldBe(TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("0")]
    public void Useless_times_are_passed_over(string retryAfter) =>
        Limiter(60).Observe(Answer(429, ("retry-after", retryAfter), ("x-ratelimit-reset", "NaN")), null, 0).ShouldBe(TimeSpan.FromSeconds(1));

    [Fact]
    public void An_ordinary_answer_holds_nobody() => Limiter(60).Observe(Answer(200, ("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", Seconds(20))), null, 0).ShouldBe(TimeSpan.Zero);

    [Fact]
    public async Task Ten_thousand_conversations_are_not_remembered_for_ever()
    {
        var limiter = Limiter(10_000, maxWait: TimeSpan.Zero);
        for (var conversation = 0; conversation < 10_000; conversation++)
        {
            (await limiter.WaitAsync($"cnv_{conversation}", default)).ShouldBeNull();
            _time.Advance(TimeSpan.FromMilliseconds(6));
        }

        limiter.ResourcesKnown.ShouldBeLessThanOrEqualTo(1_000);
    }

    private static async Task<TimeSpan?> Settled(Task<TimeSpan?> wait) => await wait.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Who waits in line comes in on another thread: the clock moves by waits up to this long, not by the far longer patience of those in line.</summary>
    private Task AdvanceUntil(Task task, TimeSpan longestWait) => Eventually.Is(() => task.IsCompleted || (_time.AdvanceToNextTimer(longestWait) && task.IsCompleted));

    private RateLimiter Limiter(int perMinute, TimeSpan? maxWait = null) =>
        new(new FrontOptions { RequestsPerMinute = perMinute, MaxRateLimitWait = maxWait ?? TimeSpan.FromMinutes(1) }, _time);

    private string Seconds(int fromNow) => (_time.GetUtcNow().ToUnixTimeSeconds() + fromNow).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static HttpResponseMessage Answer(int status, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }
}
