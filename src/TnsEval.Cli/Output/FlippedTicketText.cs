using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>Flipped tickets for people, in four lists: what the candidate broke, then what it fixed.</summary>
/// <param name="output">Where to.</param>
/// <param name="names">Of base and candidate.</param>
/// <param name="limit">Tickets a list.</param>
/// <param name="tickets">The tickets' text by case, to be shown; null for none.</param>
internal sealed class FlippedTicketText(TextWriter output, (string Base, string Candidate) names, int limit, IReadOnlyDictionary<CaseId, EvalCase>? tickets)
{
    /// <summary>Writes them.</summary>
    public void Write(RunDifference difference)
    {
        Write("NEW MISS", ("new miss", "new misses"), BrokenMeans, difference.Broken.Where(flip => flip.Label.IsEscalate));
        Write("NEW FALSE ALARM", ("new false alarm", "new false alarms"), BrokenMeans, difference.Broken.Where(flip => !flip.Label.IsEscalate));
        Write("now caught", ("miss fixed", "misses fixed"), FixedMeans, difference.Fixed.Where(flip => flip.Label.IsEscalate));
        Write("now passed", ("false alarm fixed", "false alarms fixed"), FixedMeans, difference.Fixed.Where(flip => !flip.Label.IsEscalate));
    }

    private string BrokenMeans => $"right under {names.Base}, wrong under {names.Candidate}";

    private string FixedMeans => $"wrong under {names.Base}, right under {names.Candidate}";

    private void Write(string mark, (string One, string Many) what, string meaning, IEnumerable<FlippedTicket> flips)
    {
        var all = flips.ToArray();
        if (all.Length == 0)
        {
            output.WriteLine($"0 {what.Many}");
            return;
        }

        output.WriteLine($"{all.Length} {(all.Length == 1 ? what.One : what.Many)} ({meaning}){(all.Length > limit ? $", {limit} of them here (--limit {all.Length} for all)" : "")}");
        foreach (var flip in all.Take(limit))
        {
            Write(mark, flip);
        }
    }

    private void Write(string mark, FlippedTicket flip)
    {
        output.WriteLine($"  {flip.Id}  {mark}  {AnswerText.Of(flip.Label)}: {Describe(flip.Base)} -> {Describe(flip.Candidate)}");
        if (tickets is not null && tickets.TryGetValue(flip.Id, out var ticket))
        {
            output.WriteLine($"    label because  {Printable.Line(ticket.Why)}");
            output.WriteLine($"    subject        {Printable.Line(ticket.Ticket.Subject)}");
            output.WriteLine($"    message        {Printable.Lines(Printable.Excerpt(ticket.Ticket.Body), "                   ")}");
        }

        var width = Math.Max(names.Base.Length, names.Candidate.Length);
        Write(names.Base.PadRight(width), flip.Base);
        Write(names.Candidate.PadRight(width), flip.Candidate);
    }

    private void Write(string name, TicketAnswer answer)
    {
        if (answer.Rationale is { } rationale)
        {
            output.WriteLine($"    {name}  {Printable.Line(tickets is null ? Printable.Excerpt(rationale) : rationale)}");
        }
    }

    private static string Describe(TicketAnswer answer) => answer.Verdict is { } verdict ? WireName<Verdict>.Of(verdict) : WireName<OutcomeKind>.Of(answer.Outcome);
}
