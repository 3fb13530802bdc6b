using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>The answers to rewritten tickets, kept until those to the tickets themselves are known.</summary>
/// <param name="cases">How many to expect, as <see cref="StabilityTally"/> does.</param>
internal sealed class PerturbationTally(int cases)
{
    private readonly Dictionary<(CaseId, int Repeat), bool?> _alarms = new(cases);
    private readonly Dictionary<string, List<Answer>> _answers = new(StringComparer.Ordinal);

    /// <summary>Adds the answer to a ticket as it is.</summary>
    /// <param name="record">The record.</param>
    /// <param name="alarm">Whether there was an alarm; null without an assessment.</param>
    public void AddOriginal(CaseRecord record, bool? alarm) => _alarms[(record.Id, record.Repeat)] = alarm;

    /// <summary>Adds the answer to a rewritten ticket.</summary>
    /// <inheritdoc cref="AddOriginal" path="/param"/>
    public void Add(CaseRecord record, bool? alarm)
    {
        if (!_answers.TryGetValue(record.Perturbation!, out var answers))
        {
            _answers.Add(record.Perturbation!, answers = []);
        }

        answers.Add(new Answer(record.Id, record.Repeat, record.Label.IsEscalate, alarm));
    }

    /// <summary>The scores, in the order of <see cref="Perturbation.All"/>.</summary>
    public IReadOnlyList<PerturbationScore> Scores(int repeats)
    {
        string[] order = [.. Perturbation.All.Select(perturbation => perturbation.Name)];
        return
        [
            .. _answers
                .OrderBy(entry => Array.IndexOf(order, entry.Key)).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => Score(entry.Key, entry.Value, repeats)),
        ];
    }

    private PerturbationScore Score(string name, List<Answer> answers, int repeats)
    {
        int compared = 0, toMiss = 0, toFalseAlarm = 0, toRight = 0, invalid = 0, lost = 0;
        foreach (var (id, repeat, isEscalate, alarm) in answers)
        {
            var original = _alarms.GetValueOrDefault((id, repeat));
            invalid += alarm is null ? 1 : 0;
            lost += alarm is null && original is not null ? 1 : 0;
            if (alarm is not { } now || original is not { } before)
            {
                continue;
            }

            compared++;
            if (now != before)
            {
                toRight += now == isEscalate ? 1 : 0;
                toMiss += isEscalate && !now ? 1 : 0;
                toFalseAlarm += !isEscalate && now ? 1 : 0;
            }
        }

        return new PerturbationScore
        {
            Name = name,
            Flips = new Rate(toMiss + toFalseAlarm + toRight, compared, repeats),
            ToMiss = toMiss,
            ToFalseAlarm = toFalseAlarm,
            ToRight = toRight,
            Invalid = new Rate(invalid, answers.Count, repeats),
            Lost = lost,
        };
    }

    private readonly record struct Answer(CaseId Id, int Repeat, bool IsEscalate, bool? Alarm);
}
