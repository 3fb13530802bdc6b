using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>A label and an assessment, each in one line.</summary>
internal static class AnswerText
{
    public static string Of(Label label) =>
        $"{WireName<LabelKind>.Of(label.Kind)}, {WireName<Severity>.Of(label.Severity)} {string.Join(' ', label.Categories.Select(WireName<HarmCategory>.Of))}".TrimEnd();

    public static string Of(Assessment assessment)
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
}
