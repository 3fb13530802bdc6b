using TnsEval.Gates;

namespace TnsEval.PromptGate;

/// <summary>The gate as tests, one a rule. See docs/gate.md for how runs and limits are named; without any, the released prompt on the offline floor is judged.</summary>
public sealed class PromptGateTests(GatedPrompt prompt) : IClassFixture<GatedPrompt>
{
    public static TheoryData<string> Rules => [.. GatedPrompt.ReadSettings().Gate!.Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Keeps(string limit)
    {
        // Open is not kept: a rule that the data cannot decide must not look green.
        prompt.Report.Rules.Where(result => result.Rule == limit && result.Verdict != GateVerdict.Pass)
            .Select(result => $"{RuleText.Word(result.Verdict)}: {RuleText.Message(result)}").ShouldBeEmpty();
    }
}
