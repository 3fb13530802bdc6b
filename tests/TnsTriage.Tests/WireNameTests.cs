using System.Text.Json;
using TnsTriage.Assessments;

namespace TnsTriage.Tests;

public sealed class WireNameTests
{
    [Fact]
    public void Names_stand_in_the_order_of_the_values() =>
        WireName<Verdict>.All.ShouldBe(["none", "review", "escalate", "escalate_urgent"]);

    [Fact]
    public void Twelve_categories_are_those_of_the_taxonomy() => WireName<HarmCategory>.All.ShouldBe(
    [
        "child_safety", "self_harm", "violent_threat", "abuse_exploitation", "harassment_hate", "account_takeover",
        "payment_fraud", "phishing_impersonation", "privacy_breach", "security_incident", "legal_process", "platform_misuse",
    ]);

    [Fact]
    public void Reading_a_written_name_gives_the_value_back()
    {
        foreach (var category in Enum.GetValues<HarmCategory>())
        {
            WireName<HarmCategory>.TryParse(WireName<HarmCategory>.Of(category), out var read).ShouldBeTrue();
            read.ShouldBe(category);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Escalate")]
    [InlineData("escalate ")]
    [InlineData("2")]
    [InlineData("escalate, review")]
    public void Anything_but_the_exact_name_is_not_read(string? text)
    {
        WireName<Verdict>.TryParse(text, out var value).ShouldBeFalse();
        value.ShouldBe(Verdict.None);
    }

    [Fact]
    public void Member_without_a_wire_name_goes_by_its_own() => WireName<DayOfWeek>.Of(DayOfWeek.Friday).ShouldBe("Friday");

    [Fact]
    public void Value_that_is_no_member_has_no_name() => Should.Throw<KeyNotFoundException>(() => WireName<Verdict>.Of((Verdict)9));

    [Fact]
    public void Every_enum_of_the_assessment_is_written_to_JSON_by_its_wire_name()
    {
        JsonSerializer.Serialize(EventStatus.PastUnresolved).ShouldBe("\"past_unresolved\"");
        JsonSerializer.Serialize(HarmCategory.SelfHarm).ShouldBe($"\"{WireName<HarmCategory>.Of(HarmCategory.SelfHarm)}\"");
    }
}
