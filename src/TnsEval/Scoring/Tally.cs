using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>Counts of a group of cases. Every rate under every policy is a function of them, so that one pass is enough.</summary>
internal sealed class Tally
{
    private Counts _escalate;
    private Counts _benign;

    /// <param name="isEscalate">The label.</param>
    /// <param name="alarm">Whether there was an alarm; null without an assessment.</param>
    public void Add(bool isEscalate, bool? alarm)
    {
        ref var counts = ref isEscalate ? ref _escalate : ref _benign;
        counts.Alarms += alarm == true ? 1 : 0;
        counts.NoAlarms += alarm == false ? 1 : 0;
        counts.Invalid += alarm is null ? 1 : 0;
    }

    /// <summary>No alarm among escalate tickets.</summary>
    public Rate Misses(InvalidPolicy policy, int repeats) =>
        Among(_escalate, _escalate.NoAlarms, wrongIsAlarm: false, policy.CountsAsAlarm(isEscalate: true), repeats);

    /// <summary>Alarm among benign tickets.</summary>
    public Rate FalseAlarms(InvalidPolicy policy, int repeats) =>
        Among(_benign, _benign.Alarms, wrongIsAlarm: true, policy.CountsAsAlarm(isEscalate: false), repeats);

    private static Rate Among(Counts counts, int wrong, bool wrongIsAlarm, bool? invalidIsAlarm, int repeats) => new(
        wrong + (invalidIsAlarm == wrongIsAlarm ? counts.Invalid : 0),
        counts.Alarms + counts.NoAlarms + (invalidIsAlarm is null ? 0 : counts.Invalid),
        repeats);

    private struct Counts
    {
        public int Alarms;
        public int NoAlarms;
        public int Invalid;
    }
}
