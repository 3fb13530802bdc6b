using System.Diagnostics;
using TnsEval.Calls;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Telemetry;

namespace TnsEval.Telemetry;

/// <summary>One span and one count a case. The span is the parent of its attempts' spans, and has no parent: a trace is a case, for a run can have a million.</summary>
internal sealed class ObservedClassifier(ITicketClassifier inner, RunManifest run) : ITicketClassifier
{
    public Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default) =>
        Signals.Source.HasListeners() || Signals.Cases.Enabled ? ObserveAsync(ticket, cancellationToken) : inner.ClassifyAsync(ticket, cancellationToken);

    private async Task<Classification> ObserveAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        Activity.Current = null;
        using var span = Signals.Source.StartActivity("case");
        try
        {
            var classification = await inner.ClassifyAsync(ticket, cancellationToken);
            Describe(span, classification);
            return classification;
        }
        catch (Exception e)
        {
            Describe(span);
            span.Fail(FailureName.Of(e));
            throw;
        }
    }

    private void Describe(Activity? span, Classification classification)
    {
        var outcome = WireName<OutcomeKind>.Of(CaseRecord.Describe(classification.Outcome).Kind);
        var verdict = classification.Outcome is CaseOutcome.Assessed { Assessment.Verdict: var derived } ? WireName<Verdict>.Of(derived) : null;
        Describe(span);
        span?.SetTag("tnseval.outcome", outcome).SetTag("tnseval.verdict", verdict);
        var tags = new TagList { { "tnseval.prompt", run.Prompt.Name }, { "tnseval.model", run.Model.Name }, { "tnseval.outcome", outcome } };
        if (verdict is not null)
        {
            tags.Add("tnseval.verdict", verdict);
        }

        Signals.Cases.Add(1, tags);
    }

    private void Describe(Activity? span)
    {
        if (span is { IsAllDataRequested: true } && CallTrace.Current is { } trace)
        {
            span.SetTag("tnseval.run", run.Id).SetTag("tnseval.prompt", run.Prompt.Name).SetTag("tnseval.model", run.Model.Name)
                .SetTag("tnseval.case", trace.Case.Value).SetTag("tnseval.repeat", trace.Repeat).SetTag("tnseval.perturbation", trace.Perturbation)
                .SetTag("tnseval.retries", trace.Retries).SetTag("tnseval.cached_answers", trace.CachedAnswers);
        }
    }
}
