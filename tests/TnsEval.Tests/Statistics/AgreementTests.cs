using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class AgreementTests
{
    /// <summary>The worked example of the encyclopaedia article "Cohen's kappa".</summary>
    [Fact]
    public void Published_kappa_is_met()
    {
        var agreement = Agreement.Of(new[,] { { 20, 5 }, { 10, 15 } })!;

        (agreement.Observed, agreement.Kappa!.Value).ShouldBe((0.7, 0.4), new Near());
    }

    [Fact]
    public void Where_alarms_are_rare_kappa_collapses_and_AC1_does_not()
    {
        var agreement = Agreement.Of(new[,] { { 90, 5 }, { 4, 1 } })!;

        agreement.Kappa!.Value.ShouldBe(0.1346, 0.00005);
        agreement.Ac1.ShouldBe(0.8996, 0.00005);
    }

    [Fact]
    public void One_answer_to_everything_leaves_kappa_undefined()
    {
        Agreement.Of(new[,] { { 30, 0 }, { 0, 0 } }).ShouldBe(new Agreement(Observed: 1, Kappa: null, KappaError: null, Ac1: 1));
        Agreement.Of(new int[2, 2]).ShouldBeNull();
    }

    [Fact]
    public void Agreement_is_at_most_1_and_the_same_whoever_comes_first() => Prop.ForAll(Gen.Choose(0, 40).ArrayOf(4).ToArbitrary(), counts =>
    {
        var (one, other) = (Agreement.Of(new[,] { { counts[0], counts[1] }, { counts[2], counts[3] } }), Agreement.Of(new[,] { { counts[0], counts[2] }, { counts[1], counts[3] } }));
        return (one is null && other is null)
            || (one!.Kappa is null == other!.Kappa is null && Math.Abs((one.Kappa - other.Kappa) ?? 0) < 1e-9 && !(one.Kappa > 1 + 1e-9) && one.Ac1 <= 1 + 1e-9);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_table_that_is_none_is_the_callers_mistake()
    {
        Should.Throw<ArgumentException>(() => Agreement.Of(new int[2, 3]));
        Should.Throw<ArgumentException>(() => Agreement.Of(new[,] { { 1 } }));
        Should.Throw<ArgumentException>(() => Agreement.Of(new[,] { { 1, -1 }, { 0, 1 } }));
    }

    /// <summary>Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): example A (two raters, binary) and C (four raters, some missing).</summary>
    [Fact]
    public void Published_alphas_are_met()
    {
        int[][] binary = [[1, 1], [0, 2], [1, 1], [2, 0], [2, 0], [1, 1], [2, 0], [2, 0], [1, 1], [2, 0]];
        int[][] missing =
        [
            [3, 0, 0, 0, 0], [0, 3, 1, 0, 0], [0, 0, 4, 0, 0], [0, 0, 4, 0, 0], [0, 4, 0, 0, 0], [1, 1, 1, 1, 0], [0, 0, 0, 4, 0], [3, 1, 0, 0, 0],
            [0, 4, 0, 0, 0], [0, 0, 0, 0, 3], [2, 0, 0, 0, 0], [0, 0, 1, 0, 0],
        ];

        KrippendorffAlpha.Nominal(binary)!.Value.ShouldBe(0.095, 0.0005);
        KrippendorffAlpha.Nominal(missing)!.Value.ShouldBe(0.743, 0.0005);
    }

    [Fact]
    public void Alpha_is_1_when_nobody_ever_differs_and_unknown_when_nobody_was_asked_twice()
    {
        KrippendorffAlpha.Nominal([[3, 0], [5, 0]]).ShouldBe(1);
        KrippendorffAlpha.Nominal([[3, 0], [0, 3]]).ShouldBe(1);
        KrippendorffAlpha.Nominal([[1, 0], [0, 1]]).ShouldBeNull();
        KrippendorffAlpha.Nominal([]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => KrippendorffAlpha.Nominal([[1, 1], [1, 1, 1]]));
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12;

        public int GetHashCode((double, double) obj) => 0;
    }
}
