using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Comparing;

/// <summary>What a candidate changed against a base, ticket by ticket, and how sure that is. The ticket is the unit: see docs/adr/0011.</summary>
public sealed record RunDifference
{
    /// <summary>Wrong in the base, right in the candidate; the gravest label first, then in ordinal order of their ids.</summary>
    public required IReadOnlyList<FlippedTicket> Fixed { get; init; }

    /// <summary>Right in the base, wrong in the candidate; in the same order.</summary>
    public required IReadOnlyList<FlippedTicket> Broken { get; init; }

    /// <summary>Tickets of both runs.</summary>
    public required int Common { get; init; }

    /// <summary>Tickets of the base alone.</summary>
    public required int OnlyInBase { get; init; }

    /// <summary>Tickets of the candidate alone.</summary>
    public required int OnlyInCandidate { get; init; }

    /// <summary>Common tickets whose label is not the same: left out of everything here.</summary>
    public required int Relabelled { get; init; }

    /// <summary>Common tickets that the invalid policy leaves out of either run, and so out of everything here.</summary>
    public required int Uncounted { get; init; }

    /// <summary>No alarm, over escalate tickets.</summary>
    public required PairedDifference Misses { get; init; }

    /// <summary>Alarm, over benign tickets.</summary>
    public required PairedDifference FalseAlarms { get; init; }

    /// <summary>Misses and false alarms over all tickets, with twins taken together.</summary>
    public required PairedDifference Errors { get; init; }

    /// <summary>Both twins right, over pairs.</summary>
    public required PairedDifference PairsRight { get; init; }

    /// <summary>Misses by the label's first category, then false alarms by kind of look-alike; each kind in the order of its adjusted p.</summary>
    public required IReadOnlyList<SliceDifference> Slices { get; init; }

    /// <summary>How alike the two runs' alarms are, right or wrong; null without tickets.</summary>
    public required Agreement? Agreement { get; init; }

    /// <summary>Compares two journals.</summary>
    /// <param name="base">One record a case and repeat, in any order.</param>
    /// <param name="candidate">The same.</param>
    /// <param name="policy">What counts as right where there is no assessment.</param>
    public static RunDifference Of(IEnumerable<CaseRecord> @base, IEnumerable<CaseRecord> candidate, InvalidPolicy policy)
    {
        var (before, after) = (TicketResult.Of(@base, policy), TicketResult.Of(candidate, policy));
        ComparedTicket[] common =
        [
            .. before.Where(ticket => after.ContainsKey(ticket.Key)).Select(ticket => new ComparedTicket(ticket.Key, ticket.Value, after[ticket.Key]))
        ];
        var sameLabel = common.Where(ticket => ticket.Base.Label.Kind == ticket.Candidate.Label.Kind).ToArray();
        var counted = sameLabel.Where(ticket => ticket.IsCounted).ToArray();
        var (escalate, benign) = (counted.Where(ticket => ticket.Label.IsEscalate).ToArray(), counted.Where(ticket => !ticket.Label.IsEscalate).ToArray());
        return new RunDifference
        {
            Fixed = Flips(counted.Where(ticket => ticket is { Base.IsRight: false, Candidate.IsRight: true })),
            Broken = Flips(counted.Where(ticket => ticket is { Base.IsRight: true, Candidate.IsRight: false })),
            Common = common.Length,
            OnlyInBase = before.Count - common.Length,
            OnlyInCandidate = after.Count - common.Length,
            Relabelled = common.Length - sameLabel.Length,
            Uncounted = sameLabel.Length - counted.Length,
            Misses = ComparedTicket.Errors(escalate),
            FalseAlarms = ComparedTicket.Errors(benign),
            Errors = ComparedTicket.Errors(counted),
            PairsRight = ComparedTicket.PairsRight(counted),
            Slices = [.. SliceDifference.OfMisses(escalate), .. SliceDifference.OfFalseAlarms(benign)],
            Agreement = Agreement.Of(new[,] { { Count(false, false), Count(false, true) }, { Count(true, false), Count(true, true) } }),
        };

        int Count(bool baseAlarm, bool candidateAlarm) => counted.Count(ticket => (ticket.Base.IsAlarm, ticket.Candidate.IsAlarm) == (baseAlarm, candidateAlarm));
    }

    private static IReadOnlyList<FlippedTicket> Flips(IEnumerable<ComparedTicket> tickets) =>
    [
        .. tickets
            .OrderByDescending(ticket => ticket.Label.Severity)
            .ThenByDescending(ticket => ticket.Label.Kind)
            .ThenBy(ticket => ticket.Id.Value, StringComparer.Ordinal)
            .Select(ticket => new FlippedTicket(ticket.Id, ticket.Label, ticket.Base.Answer, ticket.Candidate.Answer))
    ];
}
