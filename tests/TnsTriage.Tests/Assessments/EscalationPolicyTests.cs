using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Assessments;

namespace TnsTriage.Tests.Assessments;

public sealed class EscalationPolicyTests
{
    [Theory]
    [InlineData(Severity.None, Verdict.None)]
    [InlineData(Severity.Low, Verdict.Review)]
    [InlineData(Severity.Medium, Verdict.Escalate)]
    [InlineData(Severity.High, Verdict.Escalate)]
    [InlineData(Severity.Critical, Verdict.EscalateUrgent)]
    public void Severity_decides_the_verdict(Severity severity, Verdict verdict) =>
        Decide(HarmCategory.PrivacyBreach, severity).ShouldBe((severity, verdict));

    [Theory]
    [InlineData(HarmCategory.ChildSafety, Verdict.EscalateUrgent)]
    [InlineData(HarmCategory.SelfHarm, Verdict.EscalateUrgent)]
    [InlineData(HarmCategory.ViolentThreat, Verdict.EscalateUrgent)]
    [InlineData(HarmCategory.AbuseExploitation, Verdict.Escalate)]
    [InlineData(HarmCategory.HarassmentHate, Verdict.Escalate)]
    [InlineData(HarmCategory.AccountTakeover, Verdict.Escalate)]
    [InlineData(HarmCategory.PaymentFraud, Verdict.Escalate)]
    [InlineData(HarmCategory.PhishingImpersonation, Verdict.Escalate)]
    [InlineData(HarmCategory.PrivacyBreach, Verdict.Escalate)]
    [InlineData(HarmCategory.SecurityIncident, Verdict.Escalate)]
    [InlineData(HarmCategory.LegalProcess, Verdict.Escalate)]
    [InlineData(HarmCategory.PlatformMisuse, Verdict.Escalate)]
    public void High_severity_pages_only_where_a_person_may_be_hurt(HarmCategory category, Verdict verdict) =>
        Decide(category, Severity.High).Verdict.ShouldBe(verdict);

    [Fact]
    public void No_category_is_no_alarm() =>
        EscalationPolicy.Decide([], [], status: null, wantsPerson: false).ShouldBe((Severity.None, Verdict.None));

    [Theory]
    [InlineData(Severity.Low, Severity.Low)]
    [InlineData(Severity.Medium, Severity.High)]
    [InlineData(Severity.Critical, Severity.Critical)]
    public void Credible_allegation_about_a_child_is_at_least_high(Severity rated, Severity severity) =>
        Decide(HarmCategory.ChildSafety, rated).Severity.ShouldBe(severity);

    [Theory]
    [InlineData(EventStatus.Ongoing, Severity.High)]
    [InlineData(EventStatus.Threatened, Severity.High)]
    [InlineData(EventStatus.Imminent, Severity.Critical)]
    [InlineData(EventStatus.PastUnresolved, Severity.Medium)]
    public void Self_harm_that_is_live_is_at_least_high_and_with_a_time_critical(EventStatus status, Severity severity) =>
        Decide(HarmCategory.SelfHarm, Severity.Medium, status).ShouldBe(
            (severity, severity == Severity.Medium ? Verdict.Escalate : Verdict.EscalateUrgent));

    [Theory]
    [InlineData(EventStatus.Imminent, Severity.Critical)]
    [InlineData(EventStatus.Threatened, Severity.Medium)]
    public void Threat_with_a_time_is_critical_and_conditional_bluster_stays_medium(EventStatus status, Severity severity) =>
        Decide(HarmCategory.ViolentThreat, Severity.Medium, status).Severity.ShouldBe(severity);

    [Theory]
    [InlineData(HarmCategory.PaymentFraud, EventStatus.Ongoing, Severity.High)]
    [InlineData(HarmCategory.AccountTakeover, EventStatus.Ongoing, Severity.High)]
    [InlineData(HarmCategory.PaymentFraud, EventStatus.PastUnresolved, Severity.Medium)]
    [InlineData(HarmCategory.PrivacyBreach, EventStatus.Ongoing, Severity.Medium)]
    public void Card_testing_and_takeovers_that_go_on_are_at_least_high(HarmCategory category, EventStatus status, Severity severity) =>
        Decide(category, Severity.Medium, status).Severity.ShouldBe(severity);

    [Theory]
    [InlineData(EventStatus.PastUnresolved)]
    [InlineData(EventStatus.Ongoing)]
    [InlineData(EventStatus.Imminent)]
    public void Formal_legal_demand_escalates_even_when_the_model_rates_it_low(EventStatus status) =>
        Decide(HarmCategory.LegalProcess, Severity.Low, status).ShouldBe((Severity.Medium, Verdict.Escalate));

    [Fact]
    public void Emergency_request_of_an_officer_pages() =>
        Decide(HarmCategory.LegalProcess, Severity.Medium, EventStatus.Imminent).ShouldBe((Severity.Critical, Verdict.EscalateUrgent));

    [Theory]
    [InlineData(HarmCategory.ChildSafety)]
    [InlineData(HarmCategory.SelfHarm)]
    [InlineData(HarmCategory.LegalProcess)]
    public void Past_and_resolved_is_at_most_a_review_whatever_the_floor(HarmCategory category) =>
        Decide(category, Severity.Critical, EventStatus.PastResolved).ShouldBe((Severity.Low, Verdict.Review));

    [Fact]
    public void Ticket_whose_every_quote_is_figurative_is_ordinary() =>
        EscalationPolicy.Decide(
            [A.Finding(HarmCategory.ViolentThreat, Severity.High)],
            [EvidenceUse.Figurative, EvidenceUse.Figurative],
            EventStatus.Imminent,
            wantsPerson: false).ShouldBe((Severity.None, Verdict.None));

    [Fact]
    public void One_quote_in_earnest_outweighs_figurative_ones() =>
        EscalationPolicy.Decide(
            [A.Finding(HarmCategory.ViolentThreat, Severity.High)],
            [EvidenceUse.Figurative, EvidenceUse.DirectUse],
            status: null,
            wantsPerson: false).Verdict.ShouldBe(Verdict.EscalateUrgent);

    [Fact]
    public void Rules_that_ask_for_a_status_do_not_apply_when_it_is_unknown()
    {
        Decide(HarmCategory.SelfHarm, Severity.Medium, status: null).Severity.ShouldBe(Severity.Medium);
        Decide(HarmCategory.LegalProcess, Severity.Low, status: null).Severity.ShouldBe(Severity.Low);
        Decide(HarmCategory.PaymentFraud, Severity.Critical, status: null).Severity.ShouldBe(Severity.Critical);
    }

    [Fact]
    public void Wish_for_a_person_turns_nothing_into_review_but_alarms_nobody()
    {
        EscalationPolicy.Decide([], [], status: null, wantsPerson: true).ShouldBe((Severity.None, Verdict.Review));
        Decide(HarmCategory.PrivacyBreach, Severity.Low, wantsPerson: true).Verdict.ShouldBe(Verdict.Review);
        Decide(HarmCategory.PrivacyBreach, Severity.Medium, wantsPerson: true).Verdict.ShouldBe(Verdict.Escalate);
    }

    [Fact]
    public void Worst_category_decides_and_one_urgent_category_is_enough_to_page() =>
        EscalationPolicy.Decide(
            [A.Finding(HarmCategory.PaymentFraud, Severity.High), A.Finding(HarmCategory.ChildSafety, Severity.Medium)],
            [EvidenceUse.Report],
            status: null,
            wantsPerson: false).ShouldBe((Severity.High, Verdict.EscalateUrgent));

    [Fact]
    public void Every_rule_is_a_floor_or_a_ceiling_and_says_why() =>
        EscalationPolicy.Rules.ShouldAllBe(rule => rule.Floor.HasValue != rule.Ceiling.HasValue && rule.Why.Length > 0);

    [Fact]
    public void Raising_a_rating_never_lowers_the_verdict() =>
        Prop.ForAll(Findings.ToArbitrary(), answer =>
        {
            var before = answer.Decide();
            return answer.RaisedBy(1).Select(raised => raised.Decide())
                .All(after => after.Verdict >= before.Verdict && after.Severity >= before.Severity);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Order_of_the_categories_does_not_matter() =>
        Prop.ForAll(Findings.ToArbitrary(), answer =>
            answer.Decide() == (answer with { Categories = [.. answer.Categories.Reverse()] }).Decide()).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Alarm_means_a_severity_of_at_least_medium_and_a_category() =>
        Prop.ForAll(Findings.ToArbitrary(), answer =>
        {
            var (severity, verdict) = answer.Decide();
            return verdict >= Verdict.Escalate == severity >= Severity.Medium
                && (severity == Severity.None || answer.Categories.Count > 0);
        }).Check(Config.QuickThrowOnFailure);

    private static (Severity Severity, Verdict Verdict) Decide(
        HarmCategory category, Severity severity, EventStatus? status = null, bool wantsPerson = false) =>
        EscalationPolicy.Decide([A.Finding(category, severity)], [EvidenceUse.Report], status, wantsPerson);

    private static Gen<Found> Findings =>
        from categories in (from id in Gen.Elements(Enum.GetValues<HarmCategory>())
                            from severity in Gen.Elements(Enum.GetValues<Severity>())
                            select new CategoryFinding(id, severity)).ListOf()
        from uses in Gen.Elements(Enum.GetValues<EvidenceUse>()).ListOf()
        from status in Gen.Elements<EventStatus?>([null, .. Enum.GetValues<EventStatus>().Cast<EventStatus?>()])
        from wantsPerson in Gen.Elements(true, false)
        select new Found([.. categories], [.. uses], status, wantsPerson);

    private sealed record Found(
        IReadOnlyList<CategoryFinding> Categories, IReadOnlyList<EvidenceUse> Uses, EventStatus? Status, bool WantsPerson)
    {
        public (Severity Severity, Verdict Verdict) Decide() => EscalationPolicy.Decide(Categories, Uses, Status, WantsPerson);

        /// <summary>The same with one category rated higher, for each category that can be.</summary>
        public IEnumerable<Found> RaisedBy(int steps) => Enumerable.Range(0, Categories.Count)
            .Where(index => Categories[index].Severity + steps <= Severity.Critical)
            .Select(index => this with
            {
                Categories = [.. Categories.Select((finding, at) => at == index ? finding with { Severity = finding.Severity + steps } : finding)],
            });
    }
}
