using System.Globalization;
using TnsTriage.Assessments;
using TnsTriage.FrontStub;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Demo;

/// <summary>A conversation at the end.</summary>
/// <param name="Conversation">As the stand-in has it.</param>
/// <param name="Ticket">What it was made of.</param>
/// <param name="Entry">What was decided on it, or on the one it was merged into; null when nothing was.</param>
internal sealed record DemoOutcome(StubConversation Conversation, DemoTicket Ticket, LedgerEntry? Entry)
{
    public Verdict? Verdict => Entry?.Decision.Judgement.Verdict;

    public bool IsAlarm => Verdict is Assessments.Verdict.Escalate or Assessments.Verdict.EscalateUrgent;
}

/// <summary>What the demonstration tells.</summary>
internal sealed class DemoReport(TextWriter output)
{
    private const int FirstOnes = 12;

    public void Begin(int seed, int conversations, Uri front, Uri webhooks)
    {
        Line($"TnsTriage: {conversations} made-up conversations (seed {seed}) through the real service and a stand-in for Front.");
        Line("Both run in this process on loopback: no key, no network, no file left behind.");
        Line();
        Line("THE JUDGE IS THE OFFLINE FLOOR, NO LANGUAGE MODEL. See how conversations travel, not how well they are judged.");
        Line($"  {TnsTriage.Champion.Provenance}");
        Line();
        Line($"  stand-in for Front  {front}");
        Line($"  webhooks go to      {webhooks}");
    }

    public void Deliveries(DemoDeliveries deliveries, DemoAnswers answers, int found, TimeSpan elapsed)
    {
        Line();
        Line("Webhooks, signed as Front signs them");
        var (half, nearlyAll) = (Milliseconds(answers.Quantile(0.5)), Milliseconds(answers.Quantile(0.99)));
        Line($"  {answers.Latencies.Count,5} sent in {Seconds(answers.Took)}, 16 at once, in any order; answered within {half} (p50), {nearlyAll} (p99)");
        Line($"  {answers.Accepted,5} accepted: stored on disk before the answer; {deliveries.Repeated} of them repeat another");
        Line($"  {answers.Refused,5} refused: the body was changed, so the signature is not its own");
        Line($"  {deliveries.Lost,5} conversations whose webhook never came; the reconciler found {found} events of them in Front's own list");
        Line($"  {deliveries.Merged,5} conversations were merged into another before their turn came");
        Line($"        all decided and escalated after {Seconds(elapsed)}");
    }

    public void Escalated(IReadOnlyList<DemoOutcome> outcomes, bool showsAll)
    {
        DemoOutcome[] alarms = [.. Decided(outcomes).Where(outcome => outcome.IsAlarm)];
        Line();
        Line($"Escalated: {alarms.Length} conversations (\"meant\": what the author of the ticket meant)");
        foreach (var alarm in showsAll ? alarms : alarms.Take(FirstOnes))
        {
            var judgement = alarm.Entry!.Decision.Judgement;
            var category = judgement.Categories.Select(finding => WireName<HarmCategory>.Of(finding.Id)).FirstOrDefault("");
            var meant = alarm.Ticket.IsDangerous ? "dangerous" : "ordinary";
            Line($"  {alarm.Conversation.Id}  {WireName<Verdict>.Of(judgement.Verdict),-15}  {category,-22}  meant {meant,-9}  {alarm.Ticket.Subject}");
        }

        if (!showsAll && alarms.Length > FirstOnes)
        {
            Line($"  ... and {alarms.Length - FirstOnes} more: --demo --all");
        }
    }

    public void Front(StubCompany company)
    {
        StubConversation[] standing = [.. company.Conversations.Where(conversation => conversation.MergedInto is null)];
        Line();
        Line($"What Front shows now, of {standing.Length} conversations");
        foreach (var tag in company.Tags)
        {
            if (standing.Count(conversation => conversation.Tags.Contains(tag.Id)) is > 0 and var tagged)
            {
                Line($"  {tagged,5} with tag {tag.Name}");
            }
        }

        foreach (var inbox in company.Inboxes)
        {
            Line($"  {standing.Count(conversation => conversation.Inboxes.Contains(inbox.Id)),5} in inbox {inbox.Name}");
        }

        Line($"  {standing.Count(conversation => conversation.Assignee == "tea_oncall"),5} assigned to tns-oncall");
        Line($"  {standing.Sum(conversation => conversation.Comments.Count),5} comments, such as this one:");
        if (standing.FirstOrDefault(conversation => conversation.Comments.Count > 0) is { } example)
        {
            foreach (var line in example.Comments[0].Body.Split('\n'))
            {
                Line($"        | {line}");
            }
        }
    }

    /// <returns>Whether all of it holds.</returns>
    public bool Checks(IReadOnlyList<DemoOutcome> outcomes, DemoAnswers answers, bool isDrained)
    {
        Line();
        Line("Held to");
        return Check("every genuine webhook was accepted", answers.NotAccepted)
            & Check("every forged one was refused", answers.Forged - answers.Refused)
            & Check("nothing waits any more", isDrained ? 0 : 1)
            & Check("every conversation has a decision", outcomes.Count(outcome => outcome.Entry is null))
            & Check("every step of every decision was carried out", outcomes.Sum(outcome => outcome.Entry?.Steps.Count(IsOpen) ?? 0))
            & Check("no conversation got two comments", Decided(outcomes).Count(outcome => outcome.Conversation.Comments.Count > 1));

        static bool IsOpen(LedgerStep step) => step.DoneAt is null;
    }

    public void End(IReadOnlyList<DemoOutcome> outcomes)
    {
        DemoOutcome[] decided = [.. Decided(outcomes).Where(outcome => outcome.Entry is not null && !HasMerged(outcomes, outcome))];
        var byDanger = decided.ToLookup(outcome => outcome.Ticket.IsDangerous);
        Line();
        Line("How the offline floor judged (merged ones left out); one in five is dangerous here, far more than in life");
        foreach (var isDangerous in new[] { true, false })
        {
            var all = byDanger[isDangerous].ToArray();
            var (alarms, reviews) = (all.Count(outcome => outcome.IsAlarm), all.Count(outcome => outcome.Verdict == Verdict.Review));
            var kind = isDangerous ? "dangerous" : "ordinary";
            Line($"  {all.Length,5} {kind,-9}  {alarms,3} escalated, {reviews,3} to review, {all.Length - alarms - reviews,3} left alone");
        }

        Line("With a language model: set TnsTriage__Model, see docs/service.md. Measure it first: tnseval run, tnseval gate.");
    }

    /// <summary>Without those that now are a part of another.</summary>
    private static IEnumerable<DemoOutcome> Decided(IReadOnlyList<DemoOutcome> outcomes) =>
        outcomes.Where(outcome => outcome.Conversation.MergedInto is null);

    private static bool HasMerged(IReadOnlyList<DemoOutcome> outcomes, DemoOutcome into) =>
        outcomes.Any(outcome => outcome.Conversation.MergedInto == into.Conversation.Id);

    private bool Check(string what, int misses)
    {
        Line($"  {(misses == 0 ? "yes" : "NO "),5} {what}{(misses == 0 ? "" : Text($": {misses} did not"))}");
        return misses == 0;
    }

    private static string Seconds(TimeSpan time) => Text($"{time.TotalSeconds:0.0} s");

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:0.0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Line(string text = "") => output.WriteLine(text);
}
