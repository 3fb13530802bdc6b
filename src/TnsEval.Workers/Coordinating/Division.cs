namespace TnsEval.Workers.Coordinating;

/// <summary>Divides the calls that a provider takes at once among workers.</summary>
internal static class Division
{
    /// <summary>
    /// As even as the caps let it be: nobody gets more than their cap, what one cannot use the others get, and nobody goes without while there is one for each. Of calls
    /// that cannot be divided evenly, and where there are fewer calls than workers, those who came first get one more.
    /// </summary>
    /// <param name="calls">How many; at least 0.</param>
    /// <param name="caps">What each worker can use at most, in the order they came; each at least 0.</param>
    public static int[] Of(int calls, IReadOnlyList<int> caps)
    {
        var shares = new int[caps.Count];
        var left = calls;
        while (left > 0)
        {
            int[] hungry = [.. Enumerable.Range(0, caps.Count).Where(worker => shares[worker] < caps[worker])];
            if (hungry.Length == 0)
            {
                break;
            }

            var each = Math.Max(1, left / hungry.Length);
            foreach (var worker in hungry)
            {
                var more = Math.Min(Math.Min(each, caps[worker] - shares[worker]), left);
                shares[worker] += more;
                left -= more;
            }
        }

        return shares;
    }
}
