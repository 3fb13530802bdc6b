using TnsTriage.Assessments;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Policy;

namespace TnsTriage.Service.Escalation;

/// <summary>From a decision to the steps that a policy asks for.</summary>
internal static class EscalationPlan
{
    /// <summary>The steps, in the order in which they are carried out; none when nothing is to be done.</summary>
    /// <param name="rules">The policy.</param>
    /// <param name="names">What its names mean.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="rationale">The model's own words; null when there is no assessment.</param>
    public static IReadOnlyList<PlannedStep> For(EscalationRules rules, DeskNames names, Decision decision, string? rationale)
    {
        var action = rules.For(decision.Judgement.Verdict, decision.Judgement.Categories.Select(finding => finding.Id));
        return [.. Steps()];

        IEnumerable<PlannedStep> Steps()
        {
            if (action.Page == true)
            {
                yield return new PlannedStep.Page();
            }

            if (action.Tags is { Count: > 0 } tags)
            {
                yield return new PlannedStep.Tag([.. tags.Select(names.Tag).Distinct()]);
            }

            if (action.Inbox is not null || action.Assignee is not null)
            {
                yield return new PlannedStep.Move(
                    action.Inbox is { } inbox ? names.Inbox(inbox) : null, action.Assignee is { } assignee ? names.Teammate(assignee) : null);
            }

            if (action.Link is { } link)
            {
                yield return new PlannedStep.Link(new Uri(PlaceholderText.Fill(link, name => Uri.EscapeDataString(InLink(name, decision)))));
            }

            if (action.Comment is { } lines)
            {
                var mentions = string.Join(' ', action.Mention!.Select(name => $"@{names.Username(name)}").Distinct(StringComparer.Ordinal));
                var text = string.Join('\n', lines.Select(line => PlaceholderText.Fill(line, name => InComment(name, decision, rationale))));
                yield return new PlannedStep.Comment(mentions.Length == 0 ? text : $"{mentions}\n{text}");
            }
        }
    }

    private static string InLink(string name, Decision decision) => name == "decision" ? decision.Id : decision.Conversation.Value;

    private static string InComment(string name, Decision decision, string? rationale) => name switch
    {
        "verdict" => WireName<Verdict>.Of(decision.Judgement.Verdict),
        "severity" => decision.Judgement.Severity is { } severity ? WireName<Severity>.Of(severity) : "unknown",
        "categories" => decision.Judgement.Categories is { Count: > 0 } found
            ? string.Join(", ", found.Select(finding => WireName<HarmCategory>.Of(finding.Id)))
            : "none",
        "outcome" => WireName<JudgementOutcome>.Of(decision.Judgement.Outcome),
        "rationale" => rationale is null ? $"no answer ({decision.Judgement.Reason})" : HarmlessText.Of(rationale),
        "prompt" => decision.Judgement.Prompt,
        "model" => decision.Judgement.ModelAsked,
        "decision" => decision.Id,
        _ => throw new System.Diagnostics.UnreachableException(name),
    };
}
