using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets;

/// <summary>
/// What label, severity, categories, tags and language of one ticket must have to do with each other. A part that is null was not readable: rules
/// about it wait until it is.
/// </summary>
internal static class LabelRules
{
    public static IEnumerable<(string What, string Fix)> Check(
        LabelKind? kind, Severity? severity, IReadOnlyList<HarmCategory>? categories, IReadOnlyList<string>? tags, string? language)
    {
        if (kind is { } label && severity is { } howBad && (label == LabelKind.Escalate) != (howBad >= Severity.Medium))
        {
            yield return (
                $"label \"{WireName<LabelKind>.Of(label)}\" contradicts severity \"{WireName<Severity>.Of(howBad)}\"",
                "Escalate exactly when the severity is medium or more: correct one of the two");
        }

        if (kind == LabelKind.Escalate && categories is { Count: 0 })
        {
            yield return ("label \"escalate\" has no category", "Name at least one, first the one that sets the severity");
        }

        if (severity == Severity.None && categories is { Count: > 0 })
        {
            yield return (
                $"severity \"none\" has categories ({string.Join(", ", categories.Select(WireName<HarmCategory>.Of))})",
                "Remove them, or raise the severity to low");
        }

        foreach (var problem in HardNegativeKind(kind, tags).Concat(Language(language, tags)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string What, string Fix)> HardNegativeKind(LabelKind? kind, IReadOnlyList<string>? tags)
    {
        string[] kinds = [.. (tags ?? []).Where(StressTags.HardNegativeKinds.Contains)];
        if (kind == LabelKind.Escalate && kinds.Length > 0)
        {
            yield return (
                $"label \"escalate\" has a hard-negative kind ({string.Join(", ", kinds)})",
                "Remove the tag: only benign tickets have a kind");
        }

        if (kind == LabelKind.Benign && tags is not null && kinds.Length != 1)
        {
            var found = kinds.Length == 0 ? "no hard-negative kind" : $"{kinds.Length} hard-negative kinds ({string.Join(", ", kinds)})";
            yield return (
                $"label \"benign\" has {found}",
                $"Keep exactly one of {string.Join(", ", StressTags.HardNegativeKinds.Order(StringComparer.Ordinal))}");
        }
    }

    private static IEnumerable<(string What, string Fix)> Language(string? language, IReadOnlyList<string>? tags)
    {
        if (language is not null && tags is not null
            && LanguageTag.IsNonEnglish(language) is { } isNonEnglish
            && isNonEnglish != tags.Contains("non_english", StringComparer.Ordinal))
        {
            yield return (
                $"language \"{language}\" {(isNonEnglish ? "lacks" : "contradicts")} the tag non_english",
                isNonEnglish ? "Add the tag" : "Remove the tag; a few words of another language are code_switch");
        }
    }
}
