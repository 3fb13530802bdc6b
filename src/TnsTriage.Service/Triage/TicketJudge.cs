using System.Diagnostics;
using TnsEval.Abstractions;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Triage;

/// <summary>One prompt on one model, as the harness measures it. Safe to use from many threads.</summary>
internal sealed class TicketJudge
{
    private readonly TriageModel _model;
    private readonly PromptVersion _prompt;
    private readonly TicketClassifier _classifier;

    public TicketJudge(TriageModel model, PromptVersion prompt, TimeSpan timeout, TimeProvider time)
    {
        (_model, _prompt) = (model, prompt);
        _classifier = new TicketClassifier(model.Client, prompt, new TnsTriageOptions { Timeout = timeout }, time) { ReadException = Read };
    }

    /// <summary>The prompt version's hash.</summary>
    public string PromptHash => _prompt.Hash;

    /// <summary>Judges a ticket.</summary>
    /// <exception cref="ModelUnavailableException">The model may answer later.</exception>
    public async Task<(Judgement Judgement, string? Rationale)> JudgeAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var classification = await _classifier.ClassifyAsync(ticket, cancellationToken);
        if (classification.Outcome is CaseOutcome.TimedOut timedOut)
        {
            throw new ModelUnavailableException(timedOut, $"no answer within {timedOut.After.TotalSeconds:0} s", retryAfter: null);
        }

        var judgement = Without(classification.Outcome) with
        {
            ModelReturned = classification.ModelId,
            Latency = classification.Latency,
            Calls = classification.Attempts,
            Usage = classification.Usage,
        };
        return (judgement, (classification.Outcome as CaseOutcome.Assessed)?.Assessment.Rationale);
    }

    /// <summary>The judgement on a ticket that the model was not asked about, or did not answer.</summary>
    public Judgement Without(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Assessed { Assessment: var assessment } => Of(JudgementOutcome.Assessed, reason: null) with
        {
            Verdict = assessment.Verdict,
            Severity = assessment.Severity,
            Categories = assessment.Categories,
        },
        CaseOutcome.Malformed malformed => Of(JudgementOutcome.Malformed, $"{malformed.Violations.Count} violations of the answer's contract"),
        CaseOutcome.Refused refused => Of(JudgementOutcome.Refused, refused.Reason),
        CaseOutcome.Truncated truncated => Of(JudgementOutcome.Truncated, truncated.Reason),
        CaseOutcome.TimedOut timedOut => Of(JudgementOutcome.TimedOut, $"no answer within {timedOut.After.TotalSeconds:0} s"),
        CaseOutcome.Failed failed => Of(JudgementOutcome.Failed, failed.Reason),
        _ => throw new UnreachableException(outcome.GetType().Name),
    };

    /// <summary>The judgement on a conversation that is no ticket: a person has to look.</summary>
    public Judgement NotReadable(string reason) => Of(JudgementOutcome.NotReadable, reason);

    private Judgement Of(JudgementOutcome outcome, string? reason) => new()
    {
        Outcome = outcome,
        Reason = reason,
        Verdict = Verdict.Review,
        Prompt = _prompt.Name,
        PromptHash = _prompt.Hash,
        ModelAsked = _model.Name,
    };

    /// <summary>
    /// A refused key or a wrong address is mended by an operator, for all tickets at once, so it is waited for like a model that is down.
    /// </summary>
    private CaseOutcome Read(Exception exception)
    {
        var fault = _model.Classify(exception);
        return fault.Kind switch
        {
            ProviderFaultKind.Refused => new CaseOutcome.Refused(fault.Message),
            ProviderFaultKind.Truncated => new CaseOutcome.Truncated(fault.Message),
            ProviderFaultKind.Transient or ProviderFaultKind.RateLimited or ProviderFaultKind.Auth or ProviderFaultKind.Settings =>
                throw new ModelUnavailableException(new CaseOutcome.Failed(fault.Message), fault.Message, fault.RetryAfter),
            _ => new CaseOutcome.Failed(fault.Message),
        };
    }
}
