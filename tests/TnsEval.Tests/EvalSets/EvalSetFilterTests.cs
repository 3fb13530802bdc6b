using TnsEval.EvalSets;
using TnsTriage.Assessments;

namespace TnsEval.Tests.EvalSets;

public class EvalSetFilterTests
{
    private const string HowToWriteATerm = "Write a term such as tag=hn_pastoral; the keys are tag, category, language, severity, label, id";

    private static readonly EvalSet Set = new(
        "tns-support/dev",
        [
            A.Benign("pastoral").Tagged("hn_pastoral", "calm_tone").Case(),
            A.Benign("mexican").Tagged("ordinary", "non_english").In("es-MX").Case(),
            A.Benign("estonian").Tagged("ordinary", "non_english").In("est").Case(),
            A.Escalate("minor").Rated(Severity.High, HarmCategory.SelfHarm, HarmCategory.ChildSafety).Case(),
            A.Escalate("fraud").Rated(Severity.Medium, HarmCategory.PaymentFraud).Tagged("calm_tone").Case(),
        ],
        files: []);

    [Theory]
    [InlineData("tag=hn_pastoral", "pastoral")]
    [InlineData("tag=calm_tone", "pastoral fraud")]
    [InlineData("category=child_safety", "minor")]
    [InlineData("language=es", "mexican")]
    [InlineData("language=ES-mx", "mexican")]
    [InlineData("language=es-ES", "")]
    [InlineData("severity=high", "minor")]
    [InlineData("label=benign", "pastoral mexican estonian")]
    [InlineData("id=fraud", "fraud")]
    [InlineData("id=nobody", "")]
    [InlineData("id=minor id=fraud", "minor fraud")]
    [InlineData("label=escalate tag=calm_tone", "fraud")]
    [InlineData("label=escalate label=benign severity=medium severity=high", "minor fraud")]
    [InlineData("", "pastoral mexican estonian minor fraud")]
    public void Same_keys_widen_the_choice_and_different_keys_narrow_it(string terms, string ids) =>
        string.Join(' ', Set.Where(FilterOf(terms)).Cases.Select(@case => @case.Id)).ShouldBe(ids);

    [Theory]
    [InlineData("tag=hn_pastorl", "unknown tag \"hn_pastorl\"", "Write \"hn_pastoral\", if that is meant")]
    [InlineData("category=childsafety", "unknown category \"childsafety\"", "Write \"child_safety\", if that is meant")]
    [InlineData("severity=6", "unknown severity \"6\"", "Use one of none, low, medium, high, critical")]
    [InlineData("label=escalated", "unknown label \"escalated\"", "Write \"escalate\", if that is meant")]
    [InlineData("language=e", "\"e\" is not a language", "Write a BCP-47 tag such as es or pt-BR")]
    [InlineData("lang=es", "unknown key \"lang\"", "Use one of tag, category, language, severity, label, id")]
    [InlineData("hn_pastoral", "\"hn_pastoral\" is not key=value", HowToWriteATerm)]
    [InlineData("tag=", "\"tag=\" is not key=value", HowToWriteATerm)]
    public void A_term_that_cannot_be_read_is_a_problem(string term, string what, string fix)
    {
        EvalSetFilter.TryParse([term], out var filter, out var problems).ShouldBeFalse();

        filter.ShouldBeNull();
        var problem = problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe($"filter {term}");
        problem.What.ShouldBe(what);
        problem.Fix.ShouldBe(fix);
    }

    [Fact]
    public void All_terms_are_checked_at_once()
    {
        EvalSetFilter.TryParse(["tag=x", "severity=high", "nonsense"], out _, out var problems).ShouldBeFalse();

        problems.Select(problem => problem.Where).ShouldBe(["filter tag=x", "filter nonsense"]);
    }

    [Fact]
    public void A_filter_that_matches_no_ticket_leaves_an_empty_set_and_can_say_so()
    {
        var filter = FilterOf("severity=critical");

        Set.Where(filter).Cases.ShouldBeEmpty();
        filter.NothingMatched(Set).What.ShouldBe("\"severity=critical\" matches none of the 5 tickets of tns-support/dev");
    }

    [Fact]
    public void A_filtered_set_has_a_hash_of_its_own() =>
        Set.Where(FilterOf("label=benign")).Hash.ShouldNotBe(Set.Hash, StringComparer.Ordinal);

    private static EvalSetFilter FilterOf(string terms)
    {
        EvalSetFilter.TryParse(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var filter, out _).ShouldBeTrue();
        return filter!;
    }
}
