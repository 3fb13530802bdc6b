using System.Diagnostics.Metrics;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service.Operations;

/// <summary>What the drift watch found when it looked last.</summary>
/// <param name="Since">The beginning of the month (UTC) that is counted.</param>
/// <param name="Count">The champion's assessments since then.</param>
/// <param name="Expected">What was to be expected; null when the model was never measured.</param>
/// <param name="LogEvidence">See <see cref="Drift.LogEvidence"/>; 0 when nothing is expected.</param>
/// <param name="HasDrifted">Whether the evidence has reached the limit.</param>
internal sealed record DriftState(DateTimeOffset Since, AlarmCount Count, ExpectedAlarms? Expected, double LogEvidence, bool HasDrifted);

/// <summary>
/// Compares the alarm rate of each calendar month with what the champion's evaluation lets expect, and warns once when it has left it.
/// Begins anew each month, so that a year of quiet does not hide a bad week.
/// </summary>
internal sealed partial class DriftWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Of a database that takes its time, no process asks for more than a twentieth of one connection.</summary>
    private const int PauseForWork = 20;

    private readonly TriageSetup _setup;
    private readonly AlarmTally _tally;
    private readonly TimeProvider _time;
    private readonly ILogger<DriftWatch> _logger;
    private readonly ExpectedAlarms? _expected;
    private readonly string _measured;
    private TimeSpan _pause = Every;

    public DriftWatch(
        TriageSetup setup, ChampionProvenance champion, ILedger ledger, IMeterFactory meters, TimeProvider time, ILogger<DriftWatch> logger)
    {
        (_setup, _time, _logger) = (setup, time, logger);
        _tally = new AlarmTally((from, until) => ledger.CountAlarmsAsync(setup.Champion.PromptHash, setup.Options.Model, from, until));
        _measured = champion.Model.Name;
        _expected = ExpectedAlarms.Of(champion, setup.Options.Model, setup.Options.Drift.BaseRate);
        var meter = meters.Create(WebhookMeter.Name);
        meter.CreateObservableGauge(
            "tnstriage.alarm_rate", Rates, "1", "This month's share of alarms among assessed tickets, and the ends of what is expected");
        meter.CreateObservableGauge(
            "tnstriage.drift.evidence", Evidence, "1",
            "Logarithm of the e-value against the expected alarm rate; a warning at -ln(TnsTriage:Drift:FalseWarnings)");
    }

    /// <summary>What was found last; null before the first look.</summary>
    public DriftState? State { get; private set; }

    /// <summary>Looks once.</summary>
    /// <exception cref="StorageUnavailableException">The ledger did not answer.</exception>
    public async Task<DriftState> LookAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var since = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var count = await _tally.CountAsync(since, now, cancellationToken);
        var evidence = _expected is null ? 0 : Drift.LogEvidence(count, _expected);
        var hasDrifted = evidence >= -Math.Log(_setup.Options.Drift.FalseWarnings);
        var wasDrifted = State is { HasDrifted: true } last && last.Since == since;
        var state = new DriftState(since, count, _expected, evidence, hasDrifted || wasDrifted);
        State = state;
        if (state.HasDrifted && !wasDrifted)
        {
            LogDrifted(_logger, count.Alarms, count.Assessed, since, _expected!.Low, _expected.High);
        }

        return state;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_expected is null)
        {
            LogNotMeasured(_logger, _setup.Options.Model, _measured);
        }

        return Rounds.RunAsync(() => LookAndTimeAsync(stoppingToken), () => _pause, why => LogFailed(_logger, why), _time, stoppingToken);
    }

    private async Task LookAndTimeAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            await LookAsync(cancellationToken);
        }
        finally
        {
            var pause = PauseForWork * _time.GetElapsedTime(began);
            _pause = pause > Every ? pause : Every;
        }
    }

    private IEnumerable<Measurement<double>> Evidence() => State is { Expected: not null } state ? [new(state.LogEvidence)] : [];

    private IEnumerable<Measurement<double>> Rates()
    {
        if (State is { Count: { Assessed: > 0 } count })
        {
            yield return new((double)count.Alarms / count.Assessed, new KeyValuePair<string, object?>("rate", "seen"));
        }

        if (_expected is not null)
        {
            yield return new(_expected.Low, new KeyValuePair<string, object?>("rate", "expected_low"));
            yield return new(_expected.High, new KeyValuePair<string, object?>("rate", "expected_high"));
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "The alarm rate has drifted: {Alarms} of {Assessed} tickets since {Since} raised an alarm, a share of {Low:0.####} to {High:0.####} was to be expected. "
        + "Tickets, model or prompt are not what was measured")]
    private static partial void LogDrifted(ILogger logger, long alarms, long assessed, DateTimeOffset since, double low, double high);

    [LoggerMessage(2, LogLevel.Warning, "Drift cannot be told: the model is {Model}, and the champion was measured on {Measured}")]
    private static partial void LogNotMeasured(ILogger logger, string model, string measured);

    [LoggerMessage(3, LogLevel.Warning, "The alarm rate was not looked at: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
