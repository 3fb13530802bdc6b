using System.Diagnostics.CodeAnalysis;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets;

/// <summary>
/// Which cases of a set to take, as the command line says it:
/// <c>tag=hn_pastoral category=child_safety language=es severity=high label=benign id=t-0417</c>.
/// Terms with the same key widen the choice, terms with different keys narrow it.
/// </summary>
public sealed class EvalSetFilter
{
    private static readonly string[] Keys = ["tag", "category", "language", "severity", "label", "id"];

    private readonly Func<CaseFacts, bool>[][] _terms;
    private readonly string _text;

    private EvalSetFilter(Func<CaseFacts, bool>[][] terms, string text) => (_terms, _text) = (terms, text);

    /// <summary>Reads terms; either a filter or every problem they have. No term lets every case through.</summary>
    /// <param name="terms">
    /// Each <c>key=value</c>. A tag is a stress tag or a hard-negative kind; a category may be any of a case's; a language covers its regions
    /// (<c>es</c> takes <c>es-MX</c>); severity and label are exact.
    /// </param>
    /// <param name="filter">The filter; null when there are problems.</param>
    /// <param name="problems">In the order of the terms.</param>
    public static bool TryParse(
        IReadOnlyList<string> terms, [NotNullWhen(true)] out EvalSetFilter? filter, out IReadOnlyList<Problem> problems)
    {
        var found = new List<Problem>();
        var tests = new List<(string Key, Func<CaseFacts, bool> Matches)>();
        foreach (var term in terms)
        {
            var (key, value) = term.Split('=', 2) is [var left, { Length: > 0 } right] ? (left, right) : (null, term);
            if (key is null)
            {
                Report($"\"{term}\" is not key=value", $"Write a term such as tag=hn_pastoral; the keys are {string.Join(", ", Keys)}");
            }
            else if (Parse(key, value, Report) is { } matches)
            {
                tests.Add((key, matches));
            }

            void Report(string what, string fix) => found.Add(new Problem($"filter {term}", what, fix));
        }

        problems = found;
        filter = found.Count > 0
            ? null
            : new EvalSetFilter(
                [.. tests.GroupBy(test => test.Key, StringComparer.Ordinal).Select(group => group.Select(test => test.Matches).ToArray())],
                string.Join(' ', terms));
        return filter is not null;
    }

    /// <summary>Whether a case is taken.</summary>
    public bool Matches(EvalCase @case) => Matches(new CaseFacts(@case.Id, @case.Label, @case.Ticket.Language, @case.StressTags));

    /// <summary>The same for a case without its ticket, as journals hold it.</summary>
    internal bool Matches(CaseFacts facts) => Array.TrueForAll(_terms, ofOneKey => Array.Exists(ofOneKey, matches => matches(facts)));

    /// <summary>What to tell the user when no case of a set is taken.</summary>
    public Problem NothingMatched(EvalSet set) => new(
        "filter",
        $"\"{_text}\" matches none of the {set.Cases.Count} tickets of {set.Name}",
        "Widen it: terms with the same key add up, terms with different keys must all hold");

    private static Func<CaseFacts, bool>? Parse(string key, string value, Action<string, string> report)
    {
        return key switch
        {
            "tag" => IsOneOf(StressTags.All) ? facts => facts.StressTags.Contains(value, StringComparer.Ordinal) : null,
            "category" => Named<HarmCategory>() is { } category ? facts => facts.Label.Categories.Contains(category) : null,
            "severity" => Named<Severity>() is { } severity ? facts => facts.Label.Severity == severity : null,
            "label" => Named<LabelKind>() is { } label ? facts => facts.Label.Kind == label : null,
            "language" => IsLanguage() ? facts => LanguageTag.Covers(value, facts.Language) : null,
            "id" => facts => facts.Id.Value == value,
            _ => Unknown("key", key, Keys),
        };

        TEnum? Named<TEnum>() where TEnum : struct, Enum =>
            IsOneOf(WireName<TEnum>.All) && WireName<TEnum>.TryParse(value, out var parsed) ? parsed : null;

        bool IsOneOf(IReadOnlyList<string> names)
        {
            var isKnown = names.Contains(value, StringComparer.Ordinal);
            if (!isKnown)
            {
                Unknown(key, value, names);
            }

            return isKnown;
        }

        bool IsLanguage()
        {
            var isLanguage = LanguageTag.InRecommendedCasing(value) is not null;
            if (!isLanguage)
            {
                report($"\"{value}\" is not a language", "Write a BCP-47 tag such as es or pt-BR");
            }

            return isLanguage;
        }

        Func<CaseFacts, bool>? Unknown(string what, string text, IReadOnlyCollection<string> names)
        {
            report($"unknown {what} \"{text}\"", NearestName.Fix(text, names));
            return null;
        }
    }
}

/// <summary>What a filter asks of a case.</summary>
internal readonly record struct CaseFacts(CaseId Id, Label Label, string Language, IReadOnlyList<string> StressTags);
