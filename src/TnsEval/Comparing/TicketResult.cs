using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Comparing;

/// <summary>What a run made of one ticket over all its repeats: each that counts has a vote, and a tie is wrong.</summary>
internal sealed class TicketResult
{
    private int _right, _wrong;
    private (int Repeat, TicketAnswer Answer)? _whenRight, _whenWrong, _uncounted;

    private TicketResult(CaseRecord record) => (Label, Pair, StressTags) = (record.Label, record.Pair, record.StressTags);

    public Label Label { get; }

    public CaseId? Pair { get; }

    public IReadOnlyList<string> StressTags { get; }

    /// <summary>Whether most repeats were right; null when the policy leaves all of them out.</summary>
    public bool? IsRight => _right + _wrong == 0 ? null : _right > _wrong;

    /// <summary>Whether most repeats count as an alarm; null with <see cref="IsRight"/>.</summary>
    public bool? IsAlarm => IsRight is { } isRight ? isRight == Label.IsEscalate : null;

    /// <summary>The share of wrong repeats among those that count.</summary>
    public double WrongShare => (double)_wrong / (_right + _wrong);

    /// <summary>The first answer that came out as most did.</summary>
    public TicketAnswer Answer => (IsRight switch { true => _whenRight, false => _whenWrong, null => _uncounted })!.Value.Answer;

    /// <summary>The results of a run by ticket, from one pass over its journal.</summary>
    public static Dictionary<CaseId, TicketResult> Of(IEnumerable<CaseRecord> records, InvalidPolicy policy)
    {
        var results = new Dictionary<CaseId, TicketResult>();
        foreach (var record in records)
        {
            if (!results.TryGetValue(record.Id, out var result))
            {
                results.Add(record.Id, result = new TicketResult(record));
            }

            result.Add(record, policy.IsRight(record.Label.IsEscalate, record.Assessment?.IsAlarm));
        }

        return results;
    }

    private void Add(CaseRecord record, bool? isRight)
    {
        _right += isRight == true ? 1 : 0;
        _wrong += isRight == false ? 1 : 0;
        ref var kept = ref isRight is null ? ref _uncounted : ref isRight.Value ? ref _whenRight : ref _whenWrong;
        if (kept is not { } earlier || record.Repeat < earlier.Repeat)
        {
            kept = (record.Repeat, new TicketAnswer(record.Outcome, record.Assessment?.Verdict, record.Assessment?.Rationale));
        }
    }
}
