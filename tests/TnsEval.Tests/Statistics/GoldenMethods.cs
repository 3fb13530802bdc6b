using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

/// <summary>Which methods of the golden file we use, what we compute for each, and why we do without the others.</summary>
internal static class GoldenMethods
{
    /// <summary>Checked by <see cref="Scoring.GoldenScoringTests"/>, for they are scores of a run.</summary>
    public static IReadOnlyList<string> OfScoring { get; } = ["confusion_metrics", "confusion_with_invalid"];

    /// <summary>Our numbers for a case's inputs, named as in the file; it may expect more than we compute.</summary>
    public static IReadOnlyDictionary<string, Func<JsonElement, JsonObject>> Used { get; } = new Dictionary<string, Func<JsonElement, JsonObject>>(StringComparer.Ordinal)
    {
        ["normal_quantile"] = inputs => Of("z", NormalQuantile.At(inputs.Real("p"))),
        ["normal_cdf"] = inputs => Of("p", SpecialFunctions.Erfc(-inputs.Real("z") / Math.Sqrt(2)) / 2),
        ["student_t_quantile"] = inputs => Of("t", StudentQuantile(inputs.Real("p"), inputs.Real("df"))),
        ["log_gamma"] = inputs => Of("value", SpecialFunctions.GammaLn(inputs.Real("x"))),
        ["regularized_incomplete_beta"] = inputs => Of("value", SpecialFunctions.BetaRegularized(inputs.Real("a"), inputs.Real("b"), inputs.Real("x"))),
        ["beta_quantile"] = inputs => Of("x", BetaQuantile.At(inputs.Real("p"), inputs.Real("a"), inputs.Real("b"))),
        ["binomial_cdf"] = inputs => new JsonObject
        {
            ["pmf"] = Binomial.PMF(inputs.Real("p"), inputs.Count("n"), inputs.Count("k")),
            ["cdf"] = BinomialTail.AtMost(inputs.Real("p"), inputs.Count("n"), inputs.Count("k")),
        },
        ["wilson_interval"] = inputs => Bounds(Wilson.Interval(inputs.Rate(), inputs.Real("confidence")), "estimate", inputs.Rate().Value),
        ["clopper_pearson"] = inputs => Bounds(ClopperPearson.Interval(inputs.Rate(), inputs.Real("confidence")), "estimate", inputs.Rate().Value),
        ["clopper_pearson_one_sided"] = inputs => Of("bound", inputs.GetProperty("side").GetString() == "upper"
            ? ClopperPearson.UpperBound(inputs.Rate(), inputs.Real("confidence"))
            : ClopperPearson.LowerBound(inputs.Rate(), inputs.Real("confidence"))),
        ["newcombe_independent_difference"] = inputs => Bounds(Newcombe.Independent(
            new Rate(inputs.Count("successes1"), inputs.Count("trials1")), new Rate(inputs.Count("successes2"), inputs.Count("trials2")), inputs.Real("confidence"))),
        ["newcombe_paired_difference"] = inputs => Bounds(Newcombe.Paired(inputs.Pairs(), inputs.Real("confidence")), "difference", inputs.Pairs().Difference),
        ["tango_paired_difference"] = inputs => Bounds(Tango.Interval(inputs.Pairs(), inputs.Real("confidence")), "difference", inputs.Pairs().Difference),
        ["tango_noninferiority"] = inputs => Of("one_sided_p", Tango.NonInferiority(inputs.Pairs(), inputs.Real("margin"))),
        ["mcnemar"] = inputs => new JsonObject
        {
            ["exact_p"] = McNemar.Exact(inputs.Count("first_only"), inputs.Count("second_only")),
            ["mid_p"] = McNemar.MidP(inputs.Count("first_only"), inputs.Count("second_only")),
        },
        ["mcnemar_exact_power"] = inputs => Of("power", McNemar.Power(
            inputs.Count("trials"), inputs.Real("first_only_rate"), inputs.Real("second_only_rate"), inputs.Real("alpha"), inputs.GetProperty("test").GetString() == "exact")),
        ["holm"] = inputs => new JsonObject { ["adjusted"] = Numbers(Holm.Adjust(inputs.Reals("p_values"))) },
        ["exact_paired_bootstrap"] = inputs =>
        {
            var (first, second) = (inputs.Count("first_only"), inputs.Count("second_only"));
            var bootstrap = ExactBootstrap.Of(new PairedCounts(0, first, second, inputs.Count("trials") - first - second), inputs.Real("confidence"))!;
            var numbers = Bounds(bootstrap.Interval);
            numbers["standard_error"] = bootstrap.StandardError;
            numbers["probability_at_or_below_zero"] = bootstrap.AtOrBelowZero;
            return numbers;
        },
        ["clustered_standard_error"] = inputs => Clustered(inputs.Reals("values"), inputs),
        ["clustered_paired_difference"] = inputs => Clustered([.. inputs.Reals("first").Zip(inputs.Reals("second"), (first, second) => first - second)], inputs),
        ["sample_size_half_width_wilson"] = inputs => Of("n", SampleSize.ForHalfWidth(inputs.Real("proportion"), inputs.Real("half_width"), inputs.Real("confidence"))),
        ["sample_size_zero_failures"] = inputs => Of("n", SampleSize.WithoutEvents(inputs.Real("max_rate"), inputs.Real("confidence"))),
        ["sample_size_mcnemar"] = inputs => Of("n", SampleSize.ForMcNemar(
            inputs.Real("discordant_rate"), inputs.Real("difference"), inputs.Real("alpha"), inputs.Real("power"))),
        ["sample_size_two_proportions"] = inputs => Of("n_per_group", SampleSize.ForTwoRates(
            inputs.Real("proportion1"), inputs.Real("proportion2"), inputs.Real("alpha"), inputs.Real("power"))),
        ["cohen_kappa"] = inputs =>
        {
            var agreement = Agreement.Of(inputs.Table("matrix"))!;
            return new JsonObject
            {
                ["observed"] = agreement.Observed, ["kappa"] = agreement.Kappa, ["standard_error"] = agreement.KappaError, ["gwet_ac1"] = agreement.Ac1,
            };
        },
        ["krippendorff_alpha_nominal"] = inputs => Of("alpha", KrippendorffAlpha.Nominal(CountsOfUnits(inputs))),
        ["brier_score"] = inputs => Of("brier", Calibration.Brier(inputs.Scores("probabilities"))),
        ["expected_calibration_error"] = inputs => new JsonObject
        {
            ["ece"] = Calibration.ExpectedError(inputs.Scores("probabilities"), inputs.Count("bins")),
            ["counts"] = Numbers(Calibration.Bins(inputs.Scores("probabilities"), inputs.Count("bins")).Select(bin => (double)bin.Count)),
        },
        ["auroc"] = inputs => new JsonObject
        {
            ["auroc"] = Auroc.Of(inputs.Scores("scores")), ["delong_standard_error"] = Auroc.StandardError(inputs.Scores("scores")),
        },
        ["average_precision"] = inputs => Of("average_precision", AveragePrecision.Of(inputs.Scores("scores"))),
        ["threshold_min_cost"] = inputs =>
        {
            var best = CostThreshold.Least(inputs.Scores("scores"), inputs.Real("cost_miss"), inputs.Real("cost_false_alarm"), inputs.Real("prevalence"))!;
            return new JsonObject
            {
                ["threshold"] = best.Threshold, ["expected_cost"] = best.ExpectedCost, ["miss_rate"] = best.MissRate, ["false_alarm_rate"] = best.FalseAlarmRate,
            };
        },
        ["prevalence_adjusted_predictive_values"] = inputs =>
        {
            var (sensitivity, falseAlarmRate, baseRate) = (inputs.Real("sensitivity"), inputs.Real("false_alarm_rate"), inputs.Real("prevalence"));
            return new JsonObject
            {
                ["ppv"] = PredictiveValue.Precision(sensitivity, falseAlarmRate, baseRate),
                ["npv"] = PredictiveValue.PassPrecision(sensitivity, falseAlarmRate, baseRate),
                ["flagged_rate"] = PredictiveValue.AlarmRate(sensitivity, falseAlarmRate, baseRate),
                ["false_alarms_per_true_alarm"] = PredictiveValue.FalseAlarmsPerHit(sensitivity, falseAlarmRate, baseRate),
            };
        },
        ["ppv_logit_interval"] = inputs =>
        {
            var (precision, interval) = PredictiveValue.PrecisionInterval(
                new Rate(inputs.Count("fn"), inputs.Count("fn") + inputs.Count("tp")),
                new Rate(inputs.Count("fp"), inputs.Count("fp") + inputs.Count("tn")),
                inputs.Real("prevalence"),
                inputs.Real("confidence"),
                inputs.GetProperty("adjusted").GetBoolean());
            return Bounds(interval, "ppv", precision);
        },
        ["max_false_alarm_rate_for_ppv"] = inputs => Of(
            "false_alarm_rate", PredictiveValue.FalseAlarmBudget(inputs.Real("target_ppv"), inputs.Real("sensitivity"), inputs.Real("prevalence"))),
        ["pass_hat_k"] = inputs => Of("pass_hat_k", PassHatK.Of(inputs.Count("trials"), inputs.Count("successes"), inputs.Count("k"))),
        ["flip_rate"] = inputs =>
        {
            int[][] counts =
            [
                .. inputs.GetProperty("repeats").EnumerateArray()
                    .Select(repeats => repeats.EnumerateArray().Select(label => label.GetString()).OfType<string>().CountBy(label => label).Select(pair => pair.Value).ToArray())
                    .Where(counts => counts.Sum() > 1),
            ];
            return new JsonObject
            {
                ["flip_rate"] = counts.Length == 0 ? null : counts.Average(count => FlipRate.Of(count)),
                ["unanimous_rate"] = new Rate(counts.Count(count => count.Length == 1), counts.Length).Value,
            };
        },
        ["one_sided_e_value"] = inputs =>
        {
            var rate = inputs.Rate();
            var isUniform = inputs.Real("prior_alpha") == 1 && inputs.Real("prior_beta") == 1;   // the only prior that we use
            return !isUniform ? [] : Of("log_e_value", inputs.GetProperty("direction").GetString() == "greater"
                ? EValue.LogAbove(rate, inputs.Real("null_rate"))
                : EValue.LogBelow(rate, inputs.Real("null_rate")));
        },
        ["mcnemar_e_process"] = inputs =>
        {
            var sequence = inputs.GetProperty("sequence").GetString()!;
            return new JsonObject
            {
                ["e_values"] = Numbers(Enumerable.Range(1, sequence.Length).Select(seen => sequence[..seen])
                    .Select(seen => Math.Exp(EValue.LogPaired(seen.Count(letter => letter == 'F'), seen.Count(letter => letter == 'S'))))),
            };
        },
        ["beta_binomial_confidence_sequence"] = inputs => Bounds(ConfidenceSequence.Interval(inputs.Rate(), 1 - inputs.Real("alpha"))),
    };

    /// <summary>No command shows them.</summary>
    public static IReadOnlyDictionary<string, string> NotUsed { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["student_t_two_sided_p"] = "the clustered difference is shown with its interval, not with a second p",
        ["chi_square_sf"] = "McNemar's test is exact here",
        ["wilson_interval_continuity_corrected"] = "Clopper-Pearson where a guarantee is wanted",
        ["paired_mean_difference"] = "scores are right or wrong: the paired intervals for rates, and the clustered mean, say more",
        ["benjamini_hochberg"] = "Holm: a table of categories decides whether a prompt is let through",
        ["splitmix64"] = "nothing is drawn",
        ["bootstrap_indices"] = "nothing is drawn",
        ["bootstrap_percentile_mean"] = "the exact bootstrap",
        ["paired_bootstrap_difference"] = "the exact bootstrap",
        ["cluster_bootstrap_mean"] = "the clustered standard error",
        ["repeat_variance_components"] = "repeats of a ticket are a cluster",
        ["sample_size_half_width_wald"] = "Wilson's",
        ["sample_size_paired_mean"] = "McNemar's",
        ["minimum_detectable_effect"] = "power by enumeration",
        ["multilabel_metrics"] = "rates by category",
        ["operating_points"] = "the sweep shows every point",
        ["bayes_threshold"] = "no model's probability is taken for calibrated",
        ["rogan_gladen"] = "production's base rate is stated, not inferred",
        ["stratified_proportion"] = "sets are not weighted samples of production",
        ["beta_binomial_e_value"] = "gates are one-sided",
        ["sprt_bernoulli"] = "the e-value, which needs no alternative rate",
    };

    private static JsonObject Of(string name, double? value) => new() { [name] = value };

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static JsonObject Bounds(Interval? interval) => new() { ["lower"] = interval?.Low, ["upper"] = interval?.High };

    private static JsonObject Bounds(Interval? interval, string name, double? value)
    {
        var numbers = Bounds(interval);
        numbers[name] = value;
        return numbers;
    }

    /// <summary>What the product takes from Student's distribution is its two-sided quantile.</summary>
    private static double StudentQuantile(double p, double df) =>
        p == 0.5 ? 0 : Math.Sign(p - 0.5) * BetaQuantile.StudentTwoSided(Math.Abs((2 * p) - 1), df);

    private static JsonObject Clustered(double[] values, JsonElement inputs)
    {
        var clusters = inputs.GetProperty("clusters").EnumerateArray().Select(cluster => cluster.ToString());
        var mean = ClusteredMean.Of([.. values.Zip(clusters)]);
        return new JsonObject
        {
            ["mean"] = mean.Value, ["clusters"] = (double)mean.Clusters, ["naive"] = mean.NaiveError, ["cr1"] = mean.StandardError, ["design_effect"] = mean.DesignEffect,
        };
    }

    private static IEnumerable<int[]> CountsOfUnits(JsonElement inputs)
    {
        JsonElement[][] raters = [.. inputs.GetProperty("ratings").EnumerateArray().Select(rater => rater.EnumerateArray().ToArray())];
        var units = Enumerable.Range(0, raters[0].Length).Select(unit => raters.Select(rater => rater[unit]).Where(rating => rating.ValueKind != JsonValueKind.Null)
            .Select(rating => rating.ToString()).ToArray()).ToArray();
        var answers = units.SelectMany(unit => unit).Distinct(StringComparer.Ordinal).ToArray();
        return units.Select(unit => answers.Select(answer => unit.Count(rating => rating == answer)).ToArray());
    }

    extension(JsonElement inputs)
    {
        private double Real(string name) => inputs.GetProperty(name).GetDouble();

        private int Count(string name) => inputs.GetProperty(name).GetInt32();

        private double[] Reals(string name) => [.. inputs.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

        private Rate Rate() => new(inputs.Count("successes"), inputs.Count("trials"));

        private PairedCounts Pairs() => new(inputs.Count("both"), inputs.Count("first_only"), inputs.Count("second_only"), inputs.Count("neither"));

        private (double, bool)[] Scores(string name) => [.. inputs.Reals(name).Zip(inputs.Reals("labels"), (score, label) => (score, label == 1))];

        private int[,] Table(string name)
        {
            int[][] rows = [.. inputs.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())];
            var table = new int[rows.Length, rows.Length];
            foreach (var (row, counts) in rows.Index())
            {
                foreach (var (column, count) in counts.Index())
                {
                    table[row, column] = count;
                }
            }

            return table;
        }
    }
}
