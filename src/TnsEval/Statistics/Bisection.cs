namespace TnsEval.Statistics;

/// <summary>Finds where a claim stops being true, when it does so once. Slow beside Newton's method, and cannot go astray.</summary>
internal static class Bisection
{
    private const int Halvings = 1100;   // more than halve any double to nothing

    /// <param name="inside">Where the claim holds.</param>
    /// <param name="outside">Where it need not, on either side.</param>
    /// <param name="holds">The claim.</param>
    /// <returns>The last number from <paramref name="inside"/> on at which the claim was seen to hold: the boundary, to the last bit.</returns>
    public static double Boundary(double inside, double outside, Func<double, bool> holds)
    {
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = inside + ((outside - inside) / 2);
            if (middle == inside || middle == outside)
            {
                break;
            }

            (inside, outside) = holds(middle) ? (middle, outside) : (inside, middle);
        }

        return inside;
    }

    /// <summary>The least whole number at which a claim holds that goes on holding; at least 1.</summary>
    public static long Least(Func<long, bool> holds)
    {
        long below = 0, enough = 1;
        while (!holds(enough))
        {
            (below, enough) = (enough, checked(enough * 2));
        }

        while (enough - below > 1)
        {
            var middle = below + ((enough - below) / 2);
            (below, enough) = holds(middle) ? (below, middle) : (middle, enough);
        }

        return enough;
    }
}
