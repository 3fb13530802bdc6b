using TnsEval.Calls;

namespace TnsEval.Runs;

/// <summary>What the cases in a journal have cost, for a budget that goes on where it stopped.</summary>
internal sealed class JournalSpend(RunSetup setup)
{
    private Spend? _perCall;

    public Spend Total { get; private set; }

    public void Add(CaseRecord record)
    {
        var calls = record.Attempts - record.CachedAnswers;
        if (calls <= 0 || record is { Usage: null, Outcome: OutcomeKind.Failed })
        {
            return;
        }

        if (record.Usage is { InputTokens: > 0 } usage)
        {
            Total += setup.Price.Of(usage.InputTokens, cachedInput: 0, usage.OutputTokens, isEstimate: false) with { Calls = calls };
            return;
        }

        for (var call = 0; call < calls; call++)
        {
            Total += _perCall ??= PerCall();
        }
    }

    private Spend PerCall()
    {
        var estimate = RunEstimate.Of(setup, PlannedCase.Of(setup.Cases, setup.Options));
        var calls = Math.Max(1, estimate.Calls);
        return setup.Price.Of(estimate.InputTokens / calls, cachedInput: 0, estimate.OutputTokens / calls, isEstimate: true);
    }
}
