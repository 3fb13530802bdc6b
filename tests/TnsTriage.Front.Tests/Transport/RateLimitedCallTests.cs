using System.Globalization;
using System.Net;
using System.Text;
using TnsEval.Testing;
using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tests.Transport;

/// <summary>Limits as a caller meets them. Without a network; the clock is moved by waits for a turn and never by a call's own time limit.</summary>
public sealed class RateLimitedCallTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly ManualTimeProvider _time = new();
    private readonly List<(HttpMethod Method, DateTimeOffset At)> _calls = [];

    [Fact]
    public async Task A_refused_write_is_made_again_when_the_time_has_come()
    {
        var client = Client(call => call == 1 ? Refusal(7) : Answer(201, """{"id":"com_1"}"""));
        var start = _time.GetUtcNow();

        await Settled(client.CreateCommentAsync(A.ConversationId, "text"));

        _calls.ShouldBe([(HttpMethod.Post, start), (HttpMethod.Post, start + TimeSpan.FromSeconds(7))]);
    }

    [Fact]
    public async Task A_storm_of_refusals_ends_in_a_fault_that_says_when_to_come_back()
    {
        var client = Client(_ => Refusal(7));

        (await A.FaultOf(Settled(client.GetTagsAsync()))).ShouldBe(new FrontFault.RateLimited(TimeSpan.FromSeconds(7)));
        _calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_for_longer_than_we_wait_is_a_fault_at_once()
    {
        var client = Client(_ => Refusal(90));

        (await A.FaultOf(client.GetTagsAsync())).ShouldBe(new FrontFault.RateLimited(TimeSpan.FromSeconds(90)));
        _calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task While_the_company_is_refused_no_other_call_is_made()
    {
        var client = Client(_ => Refusal(20), options => options.MaxRateLimitWait = TimeSpan.FromSeconds(5));
        await A.FaultOf(client.GetTagsAsync());

        (await A.FaultOf(client.AddTagsAsync(A.ConversationId, [new TagId("tag_1")]))).ShouldBe(new FrontFault.RateLimited(TimeSpan.FromSeconds(20)));
        _calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Fifty_calls_get_through_a_limit_of_twenty_a_minute_that_we_know_nothing_of_and_none_is_refused()
    {
        var client = Client(_ => Window(20), options => options.MaxRateLimitWait = TimeSpan.FromMinutes(5));

        for (var call = 0; call < 50; call++)
        {
            await Settled(client.GetCompanyAsync());
        }

        _calls.Count.ShouldBe(50);   // the answers tell when nothing is left
    }

    private HttpResponseMessage Window(int perMinute)
    {
        var used = _calls.Count(call => Minute(call.At) == Minute(_time.GetUtcNow()));
        var answer = used <= perMinute ? Answer(200, """{"id":"cmp_1"}""") : Answer(429, "");
        answer.Headers.Add("x-ratelimit-remaining", Math.Max(0, perMinute - used).ToString(CultureInfo.InvariantCulture));
        answer.Headers.Add("x-ratelimit-reset", ((Minute(_time.GetUtcNow()) + 1) * 60).ToString(CultureInfo.InvariantCulture));
        return answer;

        static long Minute(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;
    }

    private FrontClient Client(Func<int, HttpResponseMessage> answer, Action<FrontOptions>? change = null) => A.Client(
        request =>
        {
            lock (_calls)
            {
                _calls.Add((request.Method, _time.GetUtcNow()));
                return answer(_calls.Count);
            }
        },
        options =>
        {
            options.RequestTimeout = 2 * LongestWait;
            change?.Invoke(options);
        },
        _time);

    /// <summary>A call goes on by itself, on whichever thread; only while it waits for its turn is there a timer as near as that.</summary>
    private async Task<T> Settled<T>(Task<T> call)
    {
        await Eventually.Is(() => call.IsCompleted || (_time.AdvanceToNextTimer(LongestWait) && call.IsCompleted));
        return await call;
    }

    private static HttpResponseMessage Refusal(int seconds)
    {
        var refusal = Answer(429, """{"_error":{"status":429}}""");
        refusal.Headers.Add("retry-after", seconds.ToString(CultureInfo.InvariantCulture));
        refusal.Headers.Add("x-ratelimit-remaining", "0");
        return refusal;
    }

    private static HttpResponseMessage Answer(int status, string json) => new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
