using System.Text.Json;
using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Tests.Prompts;

/// <summary>The versions in prompts/tns-triage: a ladder whose every step can be told from its files.</summary>
public sealed class ShippedPromptsTests
{
    private static readonly string[] Ladder = ["v1", "v2", "v3", "v4", "v5", "v6"];

    [Fact]
    public void Every_few_shot_answer_keeps_its_own_contract_and_states_what_the_policy_decides()
    {
        foreach (var version in All())
        {
            var messages = version.Definition.Messages;
            for (var index = 2; index < messages.Count - 1; index += 2)
            {
                var answer = version.Contract.Enforce(messages[index].Content, TicketOf(messages[index - 1].Content));

                var assessment = answer.ShouldBeOfType<Enforcement.Accepted>($"{version.Name}, message {index}").Assessment;
                assessment.Verdict.ShouldBe(assessment.ModelVerdict, $"{version.Name}, message {index}");
                assessment.Severity.ShouldBe(assessment.ModelSeverity, $"{version.Name}, message {index}");
            }
        }
    }

    [Fact]
    public void Few_shots_hold_as_many_alarms_as_look_alikes()
    {
        foreach (var version in All().Where(version => version.Definition.Messages.Count > 2))
        {
            var verdicts = version.Definition.Messages.Where(message => message.Role == PromptRole.Assistant)
                .Select(message => JsonDocument.Parse(message.Content).RootElement.GetProperty("verdict").GetString()!)
                .ToLookup(verdict => verdict.StartsWith("escalate", StringComparison.Ordinal));

            verdicts[true].Count().ShouldBe(verdicts[false].Count(), version.Name);
        }
    }

    [Fact]
    public void The_first_four_differ_in_their_messages_only()
    {
        var versions = All().Where(version => Ladder.Take(4).Contains(version.Name, StringComparer.Ordinal)).ToArray();

        versions.Length.ShouldBe(4);
        versions.Select(version => version.Definition.JsonSchema).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        versions.Select(version => version.Definition.Parameters).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Evidence_comes_before_the_verdict_from_v5_on_and_after_it_before()
    {
        foreach (var version in All())
        {
            var fields = version.Answer.Schema.GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList();
            var isEvidenceFirst = fields.IndexOf("evidence") < fields.IndexOf("verdict");

            isEvidenceFirst.ShouldBe(!Ladder.Take(4).Contains(version.Name, StringComparer.Ordinal), version.Name);
        }
    }

    [Fact]
    public void The_short_variant_has_well_under_half_the_tokens_of_the_long_one()
    {
        var tokens = All().ToDictionary(version => version.Name, version => PromptBudget.Of(version).Messages, StringComparer.Ordinal);

        tokens["v6-short"].ShouldBeLessThan(tokens["v6"] * 45 / 100);
    }

    [Fact]
    public void The_shipped_price_file_can_be_read_and_calls_its_figures_examples()
    {
        var problems = new List<Problem>();

        var prices = PriceList.Read(Path.Combine(TestPaths.RepositoryRoot, "prompts/prices.json"), problems);

        problems.ShouldBeEmpty();
        prices!.Models.ShouldAllBe(model => model.IsExample && model.Model.StartsWith("example/", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_released_version_is_what_it_was()
    {
        var problems = new List<Problem>();

        var released = ReleasedPrompts.Read(Folder, problems);

        problems.ShouldBeEmpty();
        released!.Check(Folder, Files()).ShouldBeEmpty();
    }

    private static string Folder { get; } = Path.Combine(TestPaths.RepositoryRoot, "prompts/tns-triage");

    private static IReadOnlyList<PromptVersion> All() => [.. Files().Select(file => file.Version)];

    private static IReadOnlyList<PromptFile> Files()
    {
        var problems = new List<Problem>();
        var files = PromptLibrary.Load([], TestPaths.RepositoryRoot, Folder, problems);
        problems.ShouldBeEmpty();
        return files;
    }

    /// <summary>The ticket that a few-shot's user message shows.</summary>
    private static PreparedTicket TicketOf(string message)
    {
        var lines = message.Split('\n');
        return new PreparedTicket(new Ticket
        {
            Language = lines[1]["Language: ".Length..],
            Subject = lines[2]["Subject: ".Length..],
            Body = string.Join('\n', lines[6..^1]),
        });
    }
}
