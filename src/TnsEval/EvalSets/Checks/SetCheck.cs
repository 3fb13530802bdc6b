using TnsEval.Prompts;
using TnsTriage;
using TnsTriage.Text;

namespace TnsEval.EvalSets.Checks;

/// <summary>
/// What a machine can say about a set whose every line is well-formed: whether its tickets stand for themselves, and whether they can measure anything.
/// </summary>
public sealed record SetCheck
{
    /// <summary>Near-duplicates, leakage, and names that are not reserved; each kind in the order of the cases.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>What weakens the set without being wrong: too few cases of a kind, labels that a shortcut guesses.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }

    /// <summary>Each category, hard-negative kind and cross-cutting tag, in the specification's order.</summary>
    public required IReadOnlyList<TagCount> Tags { get; init; }

    /// <summary>How many cases each language has, without regard to region and script; the most frequent first.</summary>
    public required IReadOnlyList<(string Language, int Cases)> Languages { get; init; }

    /// <summary>How well labels can be guessed without understanding.</summary>
    public required ShortcutBaselines Shortcuts { get; init; }

    /// <summary>Checks a set against itself and against the few-shots of prompts.</summary>
    /// <param name="set">At least one case.</param>
    /// <param name="prompts">Every version whose few-shots must not be in the set.</param>
    public static SetCheck Of(EvalSet set, IReadOnlyList<PromptFile> prompts)
    {
        var numbers = new WordNumbers();
        int[][] caseWords = [.. set.Cases.Select(@case => numbers.Of(Text(@case)))];
        var wordCount = numbers.Count;
        var duplicates = NearDuplicates.Check(set, caseWords, [.. prompts.SelectMany(FewShot.Of)], numbers);
        var tags = TagCount.Of(set.Cases);
        var shortcuts = ShortcutBaselines.Of(set, caseWords, wordCount);
        return new SetCheck
        {
            Problems = [.. duplicates, .. set.Cases.SelectMany(@case => ReservedNames.Check(set, @case))],
            Warnings = [.. TagCount.Warnings(set.Name, tags), .. shortcuts.Warnings(set.Name)],
            Tags = tags,
            Languages =
            [
                .. set.Cases.CountBy(@case => LanguageTag.Primary(@case.Ticket.Language))
                    .Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal),
            ],
            Shortcuts = shortcuts,
        };
    }

    /// <summary>What a model reads of a ticket: markup, disguised letters and quotation signs hide no likeness and make none.</summary>
    internal static string Text(EvalCase @case)
    {
        var prepared = new PreparedTicket(@case.Ticket);
        return string.Join('\n', [prepared.Subject.View, .. prepared.Thread.Select(message => message.View), prepared.Body.View]);
    }
}
