using System.Globalization;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>One case of a run for people: what was right, what came out, and on what words.</summary>
internal static class CaseText
{
    private const int ExcerptLength = 300;

    /// <param name="output">Where to.</param>
    /// <param name="record">The case.</param>
    /// <param name="case">Its ticket; null when it cannot be read any more.</param>
    /// <param name="isWhole">Whether to show the whole ticket and every answer as it came.</param>
    public static void Write(TextWriter output, CaseRecord record, EvalCase? @case, bool isWhole)
    {
        output.WriteLine($"{record.Id}  {Headline(record)}  [{string.Join(' ', record.StressTags)}]");
        output.WriteLine($"  label     {Describe(record.Label)}{(@case is null ? "" : $" ({Printable.Line(@case.Why)})")}");
        output.WriteLine($"  answer    {(record.Assessment is { } assessment ? Describe(assessment) : $"none: {Printable.Line(record.Reason ?? "")}")}");
        if (record.Assessment is { } answer)
        {
            Write(output, answer);
        }

        if (@case is not null)
        {
            output.WriteLine($"  subject   {Printable.Line(@case.Ticket.Subject)}");
            foreach (var message in isWhole ? @case.Ticket.Thread : [])
            {
                output.WriteLine($"  earlier   ({WireName<ThreadAuthor>.Of(message.From)}) {Indented(message.Body)}");
            }

            output.WriteLine($"  message   {Indented(isWhole ? @case.Ticket.Body : Excerpt(@case.Ticket.Body))}");
        }

        foreach (var text in isWhole ? record.ModelTexts : [])
        {
            output.WriteLine($"  raw       {Indented(text)}");
        }

        output.WriteLine();
    }

    private static void Write(TextWriter output, Assessment answer)
    {
        foreach (var evidence in answer.Evidence)
        {
            var category = evidence.Category is { } id ? $", {WireName<HarmCategory>.Of(id)}" : "";
            output.WriteLine($"  evidence  \"{Printable.Line(evidence.Quote)}\" ({WireName<EvidenceUse>.Of(evidence.Use)}, {WireName<Speaker>.Of(evidence.Speaker)}{category})");
        }

        output.WriteLine($"  because   {Printable.Line(answer.Rationale)}");
    }

    private static string Headline(CaseRecord record) => (record.Label.IsEscalate, record.Assessment?.IsAlarm) switch
    {
        (_, null) => WireName<OutcomeKind>.Of(record.Outcome),
        (true, true) => "hit",
        (true, false) => "MISS",
        (false, true) => "FALSE ALARM",
        (false, false) => "correct pass",
    };

    /// <summary>A label on one line.</summary>
    public static string Describe(Label label) =>
        $"{WireName<LabelKind>.Of(label.Kind)}, {WireName<Severity>.Of(label.Severity)} {string.Join(' ', label.Categories.Select(WireName<HarmCategory>.Of))}".TrimEnd();

    private static string Describe(Assessment assessment)
    {
        var categories = string.Join(' ', assessment.Categories.Select(finding => $"{WireName<HarmCategory>.Of(finding.Id)}:{WireName<Severity>.Of(finding.Severity)}"));
        var model = assessment.DisagreesWithPolicy ? $" (the model said {WireName<Verdict>.Of(assessment.ModelVerdict)})" : "";
        var person = assessment.NeedsHuman switch
        {
            { Needed: false } => "",
            { Reason: { } reason } => $" (asks for a person: {WireName<NeedsHumanReason>.Of(reason)})",
            _ => " (asks for a person)",
        };
        var injection = assessment.PromptInjection.Present ? $" (prompt injection, aim {WireName<InjectionAim>.Of(assessment.PromptInjection.Aim)})" : "";
        return $"{WireName<Verdict>.Of(assessment.Verdict)}, {WireName<Severity>.Of(assessment.Severity)} {categories}".TrimEnd() + model + person + injection;
    }

    private static string Indented(string text) => Printable.Lines(text, "            ");

    /// <summary>The beginning of a long text.</summary>
    public static string Excerpt(string text)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= ExcerptLength ? text : elements.SubstringByTextElements(0, ExcerptLength) + " ...";
    }
}
