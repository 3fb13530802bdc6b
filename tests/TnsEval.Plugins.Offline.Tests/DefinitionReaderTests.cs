namespace TnsEval.Plugins.Offline.Tests;

public class DefinitionReaderTests
{
    private static readonly string[] Ids = ["dog_trouble", "bee_trouble"];

    [Theory]
    [InlineData("- dog_trouble: A dog bites. Includes: bite; snarl. Excludes: leash; school.")]
    [InlineData("- dog_trouble: A dog bites.\n  Includes: bite;\n  snarl.\n  Excludes: leash; school.")]
    [InlineData("* **dog_trouble**: A dog bites.\n  - **Includes:** bite; snarl\n  - **Excludes:** leash; school")]
    [InlineData("### `dog_trouble`\nA dog bites.\nIncludes: bite; snarl.\nDoes not include leash; school.")]
    [InlineData("1. dog_trouble - A dog bites.\n   Includes: bite; snarl.\n   Not: leash; school.")]
    [InlineData("| dog_trouble | A dog bites. | Includes: bite; snarl | Excludes: leash; school |")]
    public void A_definition_is_read_in_whatever_layout(string definition)
    {
        Alarms(definition).ShouldBe(["A dog bites", "bite", "snarl"]);
        LookAlikes(definition).ShouldBe(["leash", "school"]);
    }

    [Fact]
    public void A_bare_list_is_all_examples()
    {
        Alarms("- dog_trouble: bite, snarl, loose dog").ShouldBe(["bite", "snarl", "loose dog"]);
        LookAlikes("- dog_trouble: bite, snarl, loose dog").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\nFloors: a bite is at least high.")]
    [InlineData("# Severity\na bite is at least high.")]
    [InlineData("- verdict: a bite is at least high.")]
    public void A_blank_line_a_heading_or_another_bullet_ends_a_definition(string next) =>
        Alarms($"- dog_trouble: bite, snarl\n{next}").ShouldBe(["bite", "snarl"]);

    [Fact]
    public void Lines_that_define_nothing_are_prose() =>
        DefinitionReader.Read("Read this.\n\n- bee_trouble: sting\n\n- dog_troubles: other\n", Ids)
            .Prose.ShouldBe(["Read this.", "- dog_troubles: other"]);

    private static IEnumerable<string> Alarms(string message) => Phrases(message, areAlarms: true);

    private static IEnumerable<string> LookAlikes(string message) => Phrases(message, areAlarms: false);

    private static IEnumerable<string> Phrases(string message, bool areAlarms) => DefinitionReader.Read(message, Ids).Exemplars
        .Where(exemplar => exemplar.IsAlarm == areAlarms)
        .Select(exemplar => exemplar.Text);
}
