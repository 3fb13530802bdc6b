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
    /// <remarks>Se pi / (Se pi + FPR (1 - pi)): Bayes' rule; Altman and Bland, BMJ 309 (1994) 102.</remarks>
    public static double? Precision(double? sensitivity, double? falseAlarmRate, double baseRate)
    {
        var alarms = AlarmRate(sensitivity, falseAlarmRate, baseRate);
        return alarms == 0 ? null : sensitivity * baseRate / alarms;
    }

    /// <summary>The share of tickets without an alarm that are benign indeed.</summary>
    /// <returns>A fraction; null when a rate was not measured or everything would alarm.</returns>
    /// <remarks>(1 - FPR)(1 - pi) / ((1 - FPR)(1 - pi) + (1 - Se) pi). Altman and Bland (1994).</remarks>
    /// <inheritdoc cref="Precision" path="//param | //exception"/>
    public static double? PassPrecision(double? sensitivity, double? falseAlarmRate, double baseRate) =>
        Precision(1 - falseAlarmRate, 1 - sensitivity, 1 - baseRate);

    /// <summary>The share of all tickets that would raise an alarm: what a desk has to read.</summary>
    /// <returns>A fraction; null when a rate was not measured.</returns>
    /// <remarks>Se pi + FPR (1 - pi).</remarks>
    /// <inheritdoc cref="Precision" path="//param | //exception"/>
    public static double? AlarmRate(double? sensitivity, double? falseAlarmRate, double baseRate)
    {
        ThrowUnlessShare(sensitivity, nameof(sensitivity));
        ThrowUnlessShare(falseAlarmRate, nameof(falseAlarmRate));
        Fraction.ThrowUnlessShare(baseRate);
        return (sensitivity * baseRate) + (falseAlarmRate * (1 - baseRate));
    }

    /// <summary>How many false alarms a desk would read for each right one.</summary>
    /// <returns>0 or more; null when a rate was not measured or no alarm would ever be right.</returns>
    /// <remarks>FPR (1 - pi) / (Se pi). Axelsson, ACM TISSEC 3 (2000) 186-205.</remarks>
    /// <inheritdoc cref="Precision" path="//param | //exception"/>
    public static double? FalseAlarmsPerHit(double? sensitivity, double? falseAlarmRate, double baseRate)
    {
        var alarms = AlarmRate(sensitivity, falseAlarmRate, baseRate);
        var hits = sensitivity * baseRate;
        return hits == 0 ? null : (alarms - hits) / hits;
    }

    /// <summary>The false-alarm rate that a precision allows.</summary>
    /// <param name="precision">The share of alarms that is to be right, in (0, 1].</param>
    /// <param name="sensitivity">Alarms among tickets that must escalate, in [0, 1].</param>
    /// <param name="baseRate">Tickets that must escalate among all of them, in [0, 1).</param>
    /// <returns>0 or more; above 1 where any rate will do.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>Se pi (1 - PPV) / (PPV (1 - pi)): Bayes' rule, solved for the rate.</remarks>
    public static double FalseAlarmBudget(double precision, double sensitivity, double baseRate)
    {
        Fraction.ThrowUnlessShare(precision);
        ArgumentOutOfRangeException.ThrowIfZero(precision);
        Fraction.ThrowUnlessShare(sensitivity);
        Fraction.ThrowUnlessShare(baseRate);
        ArgumentOutOfRangeException.ThrowIfEqual(baseRate, 1);
        return sensitivity * baseRate * (1 - precision) / (precision * (1 - baseRate));
    }

    /// <summary>Precision with its interval, from the counts that it rests on.</summary>
    /// <param name="misses">Misses among tickets that must escalate; repeats count together as one trial.</param>
    /// <param name="falseAlarms">False alarms among benign tickets.</param>
    /// <param name="baseRate">Tickets that must escalate among all of them, strictly between 0 and 1, taken for known.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <param name="isAdjusted">
    /// Whether z^2/2 cases of each kind are added first, as Agresti and Coull do. Without it there is no interval at no false alarm or no hit, just where
    /// one is wanted; with it the estimate is drawn towards the middle, so it is the interval's centre and not the figure to quote.
    /// </param>
    /// <returns>A null precision where it is undefined, a null interval where the method has none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>logit PPV -/+ z sqrt((1-Se)/(Se n1) + Sp/((1-Sp) n0)). Mercaldo, Lau and Zhou, Statistics in Medicine 26 (2007) 2170-2183.</remarks>
    public static (double? Precision, Interval? Interval) PrecisionInterval(
        Rate misses, Rate falseAlarms, double baseRate, double confidence = Wilson.DefaultConfidence, bool isAdjusted = true)
    {
        Fraction.ThrowUnlessInside(baseRate);
        var z = NormalQuantile.TwoSided(confidence);
        if (misses.Trials == 0 || falseAlarms.Trials == 0)
        {
            return (null, null);
        }

        var added = isAdjusted ? z * z : 0;
        double positives = ((double)misses.Trials / misses.Repeats) + added, negatives = ((double)falseAlarms.Trials / falseAlarms.Repeats) + added;
        var sensitivity = ((double)(misses.Trials - misses.Events) / misses.Repeats + (added / 2)) / positives;
        var falseAlarmRate = ((double)falseAlarms.Events / falseAlarms.Repeats + (added / 2)) / negatives;
        var precision = Precision(sensitivity, falseAlarmRate, baseRate);
        if (precision is not { } centre || sensitivity == 0 || falseAlarmRate == 0)
        {
            return (precision, null);
        }

        var half = z * Math.Sqrt(((1 - sensitivity) / (sensitivity * positives)) + ((1 - falseAlarmRate) / (falseAlarmRate * negatives)));
        var odds = centre / (1 - centre);
        return (centre, new Interval(Share(odds * Math.Exp(-half)), Share(odds * Math.Exp(half))));

        static double Share(double odds) => odds / (1 + odds);
    }

    private static void ThrowUnlessShare(double? value, string name)
    {
        if (value is { } number)
        {
            Fraction.ThrowUnlessShare(number, name);
        }
    }
}
