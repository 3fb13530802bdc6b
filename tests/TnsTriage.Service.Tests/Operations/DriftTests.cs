using Microsoft.Extensions.DependencyInjection;
using TnsEval.Statistics;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Operations;

public sealed class DriftTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 40)]
    [InlineData(180, 500)]
    [InlineData(77, 77)]
    [InlineData(0, 2000)]
    public void The_evidence_reaches_the_limit_where_the_harness_interval_no_longer_holds_the_rate(int alarms, int assessed)
    {
        var interval = ConfidenceSequence.Interval(new Rate(alarms, assessed), confidence: 0.99);

        foreach (var rate in Enumerable.Range(1, 999).Select(thousandth => thousandth / 1000.0))
        {
            var isHeld = interval.Low <= rate && rate <= interval.High;
            var evidence = Drift.LogEvidence(new AlarmCount(alarms, assessed), new ExpectedAlarms(rate, rate));
            (evidence < Math.Log(100)).ShouldBe(isHeld, $"{alarms} of {assessed} at {rate}");
        }
    }

    [Fact]
    public void A_rate_inside_the_expected_range_is_no_evidence()
    {
        Drift.LogEvidence(new AlarmCount(30, 100), new ExpectedAlarms(0.2, 0.4)).ShouldBeLessThan(0);
        Drift.LogEvidence(new AlarmCount(0, 0), new ExpectedAlarms(0.2, 0.4)).ShouldBe(0);
        Drift.LogEvidence(new AlarmCount(10, 10), new ExpectedAlarms(0, 0)).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void What_is_expected_follows_from_the_champions_rates_and_the_base_rate()
    {
        var champion = ChampionOn("scripted/one", new ChampionRate(1, 10, 0.1, 0.05, 0.2), new ChampionRate(1, 100, 0.01, 0.005, 0.02));

        var expected = ExpectedAlarms.Of(champion, "scripted/one", baseRate: 0.1).ShouldNotBeNull();

        expected.Low.ShouldBe((0.1 * 0.8) + (0.9 * 0.005), tolerance: 1e-12);
        expected.High.ShouldBe((0.1 * 0.95) + (0.9 * 0.02), tolerance: 1e-12);
        ExpectedAlarms.Of(champion, "scripted/two", baseRate: 0.1).ShouldBeNull("nothing was measured of that model");
    }

    [Fact]
    public async Task A_rate_of_alarms_that_was_not_to_be_expected_is_warned_of_once()
    {
        var champion = ChampionOn("scripted/one", new ChampionRate(1, 10, 0.1, 0.05, 0.2), new ChampionRate(1, 100, 0.01, 0.005, 0.02));
        await using var desk = await Desk.OpenAsync(configure: services => services.AddSingleton(champion));
        var watch = desk.Services.GetRequiredService<DriftWatch>();
        (await watch.LookAsync(CancellationToken.None)).HasDrifted.ShouldBeFalse();

        for (var alarm = 0; alarm < 8; alarm++)
        {
            await desk.ReceiveAsync($"Somebody paid a forged invoice in our name, {alarm}.");
        }

        await desk.WorkAsync();
        var state = await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);

        state.Count.ShouldBe(new AlarmCount(8, 8));
        state.HasDrifted.ShouldBeTrue();
        desk.Log.Lines.Count(line => line.Contains("The alarm rate has drifted: 8 of 8", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static ChampionProvenance ChampionOn(string model, ChampionRate misses, ChampionRate falseAlarms)
    {
        var champion = Champion.Provenance;
        return champion with
        {
            Model = champion.Model with { Name = model },
            Measurements = [champion.Measurements[0] with { Misses = misses, FalseAlarms = falseAlarms }],
        };
    }
}
