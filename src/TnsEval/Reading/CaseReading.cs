using Microsoft.Extensions.AI;
using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Reading;

/// <summary>One case of a run with all that is known of it.</summary>
public sealed record CaseReading
{
    /// <summary>The record that was asked for; the first repeat of several.</summary>
    public required CaseRecord Record { get; init; }

    /// <summary>All records of the case: the ticket as it is, then rewritten; repeats in order.</summary>
    public required IReadOnlyList<CaseRecord> Records { get; init; }

    /// <summary>The case as its set holds it; null when it cannot be read any more.</summary>
    public required EvalCase? Case { get; init; }

    /// <summary>The ticket of <see cref="Record"/>, rewritten where that one was; null when it cannot be read any more.</summary>
    public required Ticket? Ticket { get; init; }

    /// <summary>What was sent to the model for <see cref="Record"/>, repair turns included; null when it cannot be told.</summary>
    public required IReadOnlyList<SentMessage>? Messages { get; init; }

    /// <summary>The votes of the twin; empty when there is none in the run.</summary>
    public required IReadOnlyList<Vote> Twin { get; init; }

    /// <summary>The repeats of <see cref="Record"/>, itself included.</summary>
    public IReadOnlyList<Vote> Repeats => [.. Records.Where(record => record.Perturbation == Record.Perturbation).Select(Vote.Of)];

    /// <summary>The votes on the rewritten ticket, and whether each contradicts that on the ticket itself in the same repeat.</summary>
    public IReadOnlyList<(Vote Vote, bool IsFlip)> Variants =>
    [
        .. from record in Records
           where record.Perturbation is not null
           let vote = Vote.Of(record)
           select (vote, Records.Any(other => other.Key == record.Key with { Perturbation = null } && Vote.Of(other).Contradicts(vote))),
    ];

    internal static IEnumerable<CaseRecord> InOrder(IEnumerable<CaseRecord> records)
    {
        string[] order = [.. Perturbation.All.Select(perturbation => perturbation.Name)];
        return records.OrderBy(record => record.Perturbation is { } name ? Array.IndexOf(order, name) : -1).ThenBy(record => record.Repeat);
    }
}

/// <summary>A message of a request, told again from the prompt version and the ticket.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">The text, exactly as it was sent.</param>
/// <param name="IsOfEveryTicket">Whether it is the same for every ticket.</param>
public sealed record SentMessage(ChatRole Role, string Text, bool IsOfEveryTicket);
