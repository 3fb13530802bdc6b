namespace TnsEval.Workers.Coordinating;

/// <summary>
/// Gives each worker its share so that all together never make more calls at once than the run may: a share that shrinks is taken at once, and what it gives up is given to
/// others only when the worker has said that its calls are within it. Not safe for many threads.
/// </summary>
/// <param name="limit">Calls at once over all workers.</param>
internal sealed class Allotment(int limit)
{
    private readonly List<Part> _parts = [];

    /// <summary>Calls that may be under way as far as is known.</summary>
    public int Bound => _parts.Sum(part => part.Bound);

    /// <summary>Takes a worker in; it has nothing yet.</summary>
    /// <param name="worker">Whom.</param>
    /// <param name="cap">What it can use at most.</param>
    /// <param name="bound">Calls that it may be making already: one that was silent for a while and is back.</param>
    /// <param name="order">The newest share that it may know.</param>
    public void Add(Guid worker, int cap, int bound = 0, int order = 0) => _parts.Add(new Part(worker) { Cap = cap, Bound = bound, Order = order + 1 });

    /// <summary>Forgets a worker and its calls.</summary>
    public void Remove(Guid worker) => _parts.RemoveAll(part => part.Worker == worker);

    /// <summary>Takes what a worker can use from now on.</summary>
    public void Cap(Guid worker, int cap) => Find(worker).Cap = cap;

    /// <summary>Takes what a worker said of itself.</summary>
    /// <param name="worker">Who.</param>
    /// <param name="order">The newest share that it knows.</param>
    /// <param name="underWay">Its calls.</param>
    public void Heard(Guid worker, int order, int underWay)
    {
        var part = Find(worker);
        if (order == part.Order)   // one that does not know its share yet may still make calls of the old one
        {
            part.Bound = Math.Max(part.Share, underWay);
        }
    }

    /// <summary>A worker's share as of now, and its order.</summary>
    public (int Order, int Calls) ShareOf(Guid worker) => Find(worker) is var part ? (part.Order, part.Share) : default;

    /// <summary>Divides anew.</summary>
    /// <returns>The workers whose share is another one now.</returns>
    public IReadOnlyList<Guid> Divide()
    {
        var goal = Division.Of(limit, [.. _parts.Select(part => part.Cap)]);
        int[] shares = [.. _parts.Select((part, index) => Math.Min(part.Share, goal[index]))];
        var free = limit - Bound;
        foreach (var most in new[] { 1, int.MaxValue })   // everybody's first call comes before anybody's second
        {
            foreach (var (index, part) in _parts.Index())
            {
                var wanted = Math.Min(goal[index], most);
                if (wanted > shares[index])
                {
                    var held = Math.Max(part.Bound, shares[index]);
                    var raised = Math.Min(wanted, held + Math.Max(0, free));
                    if (raised > shares[index])
                    {
                        free -= Math.Max(0, raised - held);
                        shares[index] = raised;
                        part.Bound = Math.Max(part.Bound, raised);
                    }
                }
            }
        }

        List<Guid> changed = [];
        foreach (var (index, part) in _parts.Index())
        {
            if (part.Share != shares[index])
            {
                part.Share = shares[index];
                part.Order++;
                changed.Add(part.Worker);
            }
        }

        return changed;
    }

    private Part Find(Guid worker) => _parts.Find(part => part.Worker == worker) ?? throw new ArgumentException("not a worker of this run", nameof(worker));

    private sealed class Part(Guid worker)
    {
        public Guid Worker => worker;

        public int Cap { get; set; }

        public int Share { get; set; }

        /// <summary>The most calls that it can have under way: its share, or what it had before it knew of it.</summary>
        public int Bound { get; set; }

        public int Order { get; set; }
    }
}
