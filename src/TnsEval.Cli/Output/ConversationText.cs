using TnsEval.Reading;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>What went to the model and what came back, message by message, as it was.</summary>
internal sealed class ConversationText(TextWriter output)
{
    private const string Indent = "    ";

    /// <param name="reading">The case.</param>
    /// <param name="withPrompt">Whether to show the messages too that are the same for every ticket.</param>
    public void Write(CaseReading reading, bool withPrompt)
    {
        var record = reading.Record;
        if (reading.Messages is { } messages)
        {
            WriteMessages(messages, withPrompt);
        }

        foreach (var (index, answer) in record.ModelTexts.Index())
        {
            var end = index < record.ModelTexts.Count - 1 ? OutcomeKind.Malformed : record.Outcome;
            output.WriteLine($"  --- raw answer {index + 1} of {record.ModelTexts.Count}{(end == OutcomeKind.Assessed ? "" : $", {WireName<OutcomeKind>.Of(end).Replace('_', ' ')}")}");
            WriteText(answer);
            WriteViolations(index == 0 ? record.FirstViolations : []);
        }

        foreach (var other in reading.Records.Where(other => other.Perturbation == record.Perturbation && Vote.Of(other).Contradicts(Vote.Of(record))))
        {
            output.WriteLine($"  --- repeat {other.Repeat} says otherwise: {AnswerText.Of(other.Assessment!)}");
            WriteText(other.Assessment!.Rationale);
        }
    }

    private void WriteMessages(IReadOnlyList<SentMessage> messages, bool withPrompt)
    {
        var fixedOnes = messages.Count(message => message.IsOfEveryTicket);
        if (!withPrompt && fixedOnes > 0)
        {
            output.WriteLine($"  --- sent: {messages.Count} messages, {fixedOnes} of them the same for every ticket (--prompt shows them)");
        }

        foreach (var (index, message) in messages.Index())
        {
            if (withPrompt || !message.IsOfEveryTicket)
            {
                output.WriteLine($"  --- sent, message {index + 1} of {messages.Count}, {message.Role.Value}");
                WriteText(message.Text);
            }
        }
    }

    private void WriteViolations(IReadOnlyList<ContractViolation> violations)
    {
        foreach (var violation in violations)
        {
            output.WriteLine($"  violation {Printable.Line(violation.ToString())}");
        }
    }

    private void WriteText(string text) => output.WriteLine($"{Indent}{Printable.Lines(text, Indent)}");
}
