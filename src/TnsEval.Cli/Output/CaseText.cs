using TnsEval.Reading;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>One case of a run for people: what was right, what came out, and on what words.</summary>
/// <param name="output">Where to.</param>
/// <param name="emphasis">How evidence stands out in the ticket.</param>
internal sealed class CaseText(TextWriter output, Emphasis emphasis)
{
    private const int ExcerptLength = 300;
    private const string Indent = "            ";

    /// <summary>The case in some ten lines, its message cut.</summary>
    public void Write(CaseReading reading)
    {
        WriteDecisions(reading, isWhole: false);
        WriteTicket(reading, ExcerptLength);
        output.WriteLine();
    }

    /// <summary>Everything that is known of the case.</summary>
    /// <param name="reading">The case.</param>
    /// <param name="withPrompt">Whether to show the messages too that are the same for every ticket.</param>
    public void WriteWhole(CaseReading reading, bool withPrompt)
    {
        WriteDecisions(reading, isWhole: true);
        output.WriteLine($"  took      {CostText.Of(reading.Record)}");
        WriteTicket(reading, int.MaxValue);
        new ConversationText(output).Write(reading, withPrompt);
        output.WriteLine();
    }

    private void WriteDecisions(CaseReading reading, bool isWhole)
    {
        var record = reading.Record;
        output.WriteLine($"{record.Id}  {VoteText.Headline(Vote.Of(record))}{(record.Perturbation is { } name ? $" rewritten by {name}" : "")}  [{string.Join(' ', record.StressTags)}]");
        output.WriteLine($"  label     {AnswerText.Of(record.Label)}{(reading.Case is { } @case ? $" ({Printable.Line(@case.Why)})" : "")}");
        output.WriteLine($"  answer    {(record.Assessment is { } assessment ? AnswerText.Of(assessment) : $"none: {Printable.Line(record.Reason ?? "")}")}");
        foreach (var evidence in record.Assessment?.Evidence ?? [])
        {
            var category = evidence.Category is { } id ? $", {WireName<HarmCategory>.Of(id)}" : "";
            output.WriteLine($"  evidence  \"{Printable.Line(evidence.Quote)}\" ({WireName<EvidenceUse>.Of(evidence.Use)}, {WireName<Speaker>.Of(evidence.Speaker)}{category})");
        }

        if (record.Assessment is { Rationale: var rationale })
        {
            output.WriteLine($"  because   {Printable.Line(rationale)}");
        }

        VoteText.Write(output, reading, isWhole);
    }

    private void WriteTicket(CaseReading reading, int longest)
    {
        if (reading.Ticket is not { } ticket)
        {
            return;
        }

        var evidence = (reading.Record.Assessment?.Evidence ?? []).Select(item => item.Location).ToArray();
        output.WriteLine($"  subject   {Marked(ticket.Subject, TicketPart.Subject)}");
        foreach (var (index, message) in longest == int.MaxValue ? ticket.Thread.Index() : [])
        {
            output.WriteLine($"  earlier   ({WireName<ThreadAuthor>.Of(message.From)}) {Marked(message.Body, TicketPart.Thread, index)}");
        }

        output.WriteLine($"  message   {Marked(ticket.Body, TicketPart.Body)}");

        string Marked(string text, TicketPart part, int thread = 0)
        {
            var shown = Cut(text, longest);
            var ranges = evidence
                .Where(place => place.Part == part && place.ThreadIndex == thread && place.Start >= 0 && place.Start < shown.Length)
                .Select(place => (place.Start, Math.Min(place.Length, shown.Length - place.Start)));
            return emphasis.Apply(shown, ranges, Indent) + (shown.Length < text.Length ? " ..." : "");
        }
    }

    /// <summary>The text's first part, not within a character.</summary>
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
