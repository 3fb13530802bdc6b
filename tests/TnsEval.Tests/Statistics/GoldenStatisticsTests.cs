using System.Text.Json.Nodes;
using TnsEval.Statistics;
using TnsEval.Testing;

namespace TnsEval.Tests.Statistics;

[Trait("Lane", "reference")]
public class GoldenStatisticsTests
{
    [ReferenceFact(GoldenStatistics.File)]
    public void Normal_quantiles_agree() => GoldenStatistics.Check("normal_quantile", inputs => new JsonObject
    {
        ["z"] = NormalQuantile.At(inputs.GetProperty("p").GetDouble()),
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Wilson_intervals_agree() => GoldenStatistics.Check("wilson_interval", inputs =>
    {
        var rate = new Rate(inputs.GetProperty("successes").GetInt32(), inputs.GetProperty("trials").GetInt32());
        var interval = Wilson.Interval(rate, inputs.GetProperty("confidence").GetDouble());
        return new JsonObject { ["estimate"] = rate.Value, ["lower"] = interval.Low, ["upper"] = interval.High };
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Flip_rates_agree() => GoldenStatistics.Check("flip_rate", inputs =>
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
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Chances_to_be_right_every_time_agree() => GoldenStatistics.Check("pass_hat_k", inputs => new JsonObject
    {
        ["pass_hat_k"] = PassHatK.Of(inputs.GetProperty("trials").GetInt32(), inputs.GetProperty("successes").GetInt32(), inputs.GetProperty("k").GetInt32()),
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Evidence_that_may_be_looked_at_any_time_agrees() => GoldenStatistics.Check("one_sided_e_value", inputs =>
    {
        var (successes, trials) = (inputs.GetProperty("successes").GetInt32(), inputs.GetProperty("trials").GetInt32());
        var limit = inputs.GetProperty("null_rate").GetDouble();
        var isUniform = inputs.GetProperty("prior_alpha").GetDouble() == 1 && inputs.GetProperty("prior_beta").GetDouble() == 1;
        var rate = new Rate(successes, trials);
        return isUniform
            ? new JsonObject
            {
                ["log_e_value"] = inputs.GetProperty("direction").GetString() == "greater" ? EValue.LogAbove(rate, limit) : EValue.LogBelow(rate, limit),
            }
            : [];
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Confidence_sequences_agree() => GoldenStatistics.Check("beta_binomial_confidence_sequence", inputs =>
    {
        var rate = new Rate(inputs.GetProperty("successes").GetInt32(), inputs.GetProperty("trials").GetInt32());
        var interval = ConfidenceSequence.Interval(rate, 1 - inputs.GetProperty("alpha").GetDouble());
        return new JsonObject { ["lower"] = interval.Low, ["upper"] = interval.High };
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Precision_at_a_base_rate_agrees() => GoldenStatistics.Check("prevalence_adjusted_predictive_values", inputs => new JsonObject
    {
        ["ppv"] = PredictiveValue.Precision(
            inputs.GetProperty("sensitivity").GetDouble(),
            inputs.GetProperty("false_alarm_rate").GetDouble(),
            inputs.GetProperty("prevalence").GetDouble()),
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Areas_under_the_ROC_curve_agree() => GoldenStatistics.Check("auroc", inputs => new JsonObject
    {
        ["auroc"] = Auroc.Of([.. inputs.GetProperty("scores").EnumerateArray()
            .Zip(inputs.GetProperty("labels").EnumerateArray(), (score, label) => (score.GetDouble(), label.GetInt32() == 1))]),
    });
}
