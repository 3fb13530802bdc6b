namespace TnsEval.Statistics;

/// <summary>What an alarm is worth at the rarity of production. Eval sets hold many more positives than a support desk sees.</summary>
public static class PredictiveValue
{
    /// <summary>The share of alarms that would be right.</summary>
    /// <param name="sensitivity">Alarms among tickets that must escalate, in [0, 1]; null when not measured.</param>
    /// <param name="falseAlarmRate">Alarms among benign tickets, in [0, 1]; null when not measured.</param>
    /// <param name="baseRate">Tickets that must escalate among all of them, in [0, 1].</param>
    /// <returns>A fraction; null when a rate was not measured or nothing would ever alarm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside [0, 1].</exception>
    /// <remarks>Bayes' rule; Altman and Bland, BMJ 309 (1994) 102.</remarks>
    public static double? Precision(double? sensitivity, double? falseAlarmRate, double baseRate)
    {
        ThrowIfNotShare(sensitivity, nameof(sensitivity));
        ThrowIfNotShare(falseAlarmRate, nameof(falseAlarmRate));
        ThrowIfNotShare(baseRate, nameof(baseRate));

        var rightAlarms = sensitivity * baseRate;
        var alarms = rightAlarms + (falseAlarmRate * (1 - baseRate));
        return alarms == 0 ? null : rightAlarms / alarms;
    }

    private static void ThrowIfNotShare(double? value, string name)
    {
        if (value is { } number && number is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, number, "must lie in [0, 1]");
        }
    }
}
