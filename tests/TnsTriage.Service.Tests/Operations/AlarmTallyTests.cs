using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Operations;

public sealed class AlarmTallyTests
{
    private static readonly DateTimeOffset Month = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(DateTimeOffset At, bool IsAlarm)> _decisions = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _asked = [];
    private bool _isAway;

    [Fact]
    public async Task Every_decision_is_counted_once_though_no_hour_that_is_past_is_asked_for_again()
    {
        var tally = new AlarmTally(CountAsync);
        var looks = 0;

        for (var now = Month; now < Month.AddDays(2); now = now.AddMinutes(7), looks++)
        {
            _decisions.Add((now, IsAlarm: now.Minute % 3 == 0));
            _decisions.Add((now.AddMinutes(-9) < Month ? now : now.AddMinutes(-9), IsAlarm: false));   // by a machine whose clock is late
            var expected = new AlarmCount(_decisions.Count(decision => decision.IsAlarm), _decisions.Count);
            (await tally.CountAsync(Month, now, CancellationToken.None)).ShouldBe(expected);
        }

        _asked.ShouldAllBe(span => span.Until - span.From < TimeSpan.FromMinutes(85));
        _asked.Count.ShouldBe(looks + 47, "the hour that is not over, each time, and each of those that are once");
    }

    [Fact]
    public async Task What_was_counted_when_the_ledger_went_away_is_not_counted_twice()
    {
        var tally = new AlarmTally(CountAsync);
        var now = Month.AddHours(5);
        _decisions.AddRange([(Month, true), (now.AddMinutes(-1), true)]);
        await tally.CountAsync(Month, now, CancellationToken.None);
        _isAway = true;
        await Should.ThrowAsync<StorageUnavailableException>(tally.CountAsync(Month, now.AddHours(2), CancellationToken.None));
        _isAway = false;

        (await tally.CountAsync(Month, now.AddHours(3), CancellationToken.None)).ShouldBe(new AlarmCount(2, 2));
        (await tally.CountAsync(Month.AddMonths(1), Month.AddMonths(1), CancellationToken.None)).ShouldBe(new AlarmCount(0, 0), "a month begins anew");
    }

    private Task<AlarmCount> CountAsync(DateTimeOffset from, DateTimeOffset until)
    {
        if (_isAway)
        {
            throw new StorageUnavailableException("away");
        }

        _asked.Add((from, until));
        var counted = _decisions.Where(decision => from <= decision.At && decision.At < until).ToArray();
        return Task.FromResult(new AlarmCount(counted.Count(decision => decision.IsAlarm), counted.Length));
    }
}
