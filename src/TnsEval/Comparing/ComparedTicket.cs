using TnsEval.EvalSets;
using TnsEval.Statistics;

namespace TnsEval.Comparing;

/// <summary>One ticket under two runs.</summary>
internal sealed record ComparedTicket(CaseId Id, TicketResult Base, TicketResult Candidate)
{
    public Label Label => Candidate.Label;

    /// <summary>Whether both runs' results count.</summary>
    public bool IsCounted => Base.IsRight is not null && Candidate.IsRight is not null;

    /// <summary>How often tickets came out wrong; by groups too, where twins are among them or repeats can differ.</summary>
    public static PairedDifference Errors(IReadOnlyCollection<ComparedTicket> tickets)
    {
        var byGroup = ClusteredMean.Of([.. tickets.Select(ticket => (ticket.Candidate.WrongShare - ticket.Base.WrongShare, ticket.Group))]);
        var areRepeated = tickets.Any(ticket => ticket.Base.WrongShare is > 0 and < 1 || ticket.Candidate.WrongShare is > 0 and < 1);
        return new PairedDifference(
            Wrong(tickets),
            areRepeated || byGroup.Clusters < tickets.Count ? byGroup : null);
    }

    /// <summary>Tickets that came out wrong in the candidate (first) and in the base (second).</summary>
    public static PairedCounts Wrong(IEnumerable<ComparedTicket> tickets) => Counts(tickets, ticket => (ticket.Candidate.IsRight == false, ticket.Base.IsRight == false));

    /// <summary>How often both twins came out right, among pairs with both in both runs.</summary>
    public static PairedDifference PairsRight(IEnumerable<ComparedTicket> tickets)
    {
        var pairs = tickets.Where(ticket => ticket.Candidate.Pair is not null).GroupBy(ticket => ticket.Group).Select(twins => twins.ToArray()).Where(twins => twins.Length == 2);
        return new PairedDifference(Counts(pairs, twins => (twins.All(twin => twin.Candidate.IsRight == true), twins.All(twin => twin.Base.IsRight == true))));
    }

    /// <summary>What twins have in common: the id that comes first.</summary>
    private CaseId Group => Candidate.Pair is { } twin && string.CompareOrdinal(twin.Value, Id.Value) < 0 ? twin : Id;

    private static PairedCounts Counts<T>(IEnumerable<T> all, Func<T, (bool Candidate, bool Base)> happened)
    {
        var counts = all.CountBy(happened).ToDictionary();
        return new PairedCounts(
            both: counts.GetValueOrDefault((true, true)),
            firstOnly: counts.GetValueOrDefault((true, false)),
            secondOnly: counts.GetValueOrDefault((false, true)),
            neither: counts.GetValueOrDefault((false, false)));
    }
}
