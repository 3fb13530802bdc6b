using TnsEval.Testing;
using TnsTriage.Assessments;
using TnsTriage.Service.Policy;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Policy;

public sealed class PolicyFileTests
{
    [Fact]
    public void The_example_that_ships_is_a_dry_run_without_problems()
    {
        List<Problem> problems = [];

        var rules = PolicyFile.Read(Path.Combine(TestPaths.RepositoryRoot, "src/TnsTriage.Service/policy.example.json"), canPage: false, problems);

        problems.ShouldBeEmpty();
        rules.ShouldNotBeNull().IsDryRun.ShouldBeTrue();
    }

    [Fact]
    public void A_policy_that_does_not_say_so_is_a_dry_run() =>
        Read("""{"formatVersion": 1, "actions": {"none": {}, "review": {"tags": ["r"]}, "escalate": {"tags": ["e"]}, "escalate_urgent": {"tags": ["u"]}}}""")
            .Rules.ShouldNotBeNull().IsDryRun.ShouldBeTrue();

    [Fact]
    public void Every_problem_of_the_shape_is_told_with_its_line()
    {
        var (rules, problems) = Read("""
            {
              "formatVersion": 2,
              "dryrun": false,   // a slip of the pen
              "actions": {
                "none": {},
                "review": { "tags": "tns/review" },
                "escalate": { "move": "Trust & Safety" }
              },
              "categories": { "fraud": {} }
            }
            """);

        rules.ShouldBeNull();
        problems.Select(problem => problem.Where).Order(StringComparer.Ordinal).ShouldBe(
            ["policy.json:2", "policy.json:3", "policy.json:4", "policy.json:6", "policy.json:7", "policy.json:9"]);
    }

    [Fact]
    public void Every_problem_of_the_meaning_is_told_with_its_line()
    {
        var (rules, problems) = Read("""
            {
              "formatVersion": 1,
              "actions": {
                "none": {},
                "review": { "page": true },
                "escalate": { "tags": ["e"], "comment": ["fine", "{{verdct}} {{ticket}}"], "link": "http://cases.example.org/{{id}}" },
                "escalate_urgent": { "tags": ["u"], "mention": ["dana"] }
              },
              "categories": { "self_harm": { "escalate_urgent": { "mention": ["lee"] } } }
            }
            """);

        rules.ShouldNotBeNull("Front can be asked for its names all the same");
        string.Join('\n', problems).ShouldBe("""
            policy.json:5: /actions/review/page: nobody can be paged. Set TnsTriage:Paging:Url and TnsTriage:Paging:Secret, or remove it.
            policy.json:6: /actions/escalate/comment/1: unknown placeholder "verdct". Write "verdict", if that is meant.
            policy.json:6: /actions/escalate/comment/1: unknown placeholder "ticket". Use one of verdict, severity, categories, outcome, rationale, prompt, model, decision.
            policy.json:6: /actions/escalate/link: unknown placeholder "id". Use one of decision, conversation.
            policy.json:6: /actions/escalate/link: is no address by https. Write an address such as https://cases.example.org/{{decision}}.
            policy.json:5: /actions/review: does nothing that anybody would notice in Front. Add a tag, an inbox, an assignee or a comment.
            policy.json:7: /actions/escalate_urgent/mention: there is no comment to mention anybody in. Add a comment.
            policy.json:9: /categories/self_harm/escalate_urgent/mention: there is no comment to mention anybody in. Add a comment.
            """);
    }

    [Theory]
    [InlineData("{", "is not JSON: the text ends before the JSON value is complete at line 1, column 2")]
    [InlineData("{\"formatVersion\": 1,}", "is not JSON: a trailing comma at line 1, column 21")]
    [InlineData("{ /* a comment that does not end", "is not JSON: a comment or a stray slash at line 1, column 3")]
    public void What_is_no_JSON_is_told_by_its_place(string text, string what) => Read(text).Problems.ShouldHaveSingleItem().What.ShouldBe(what);

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_crash()
    {
        List<Problem> problems = [];

        PolicyFile.Read("no/such/policy.json", canPage: true, problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().Where.ShouldBe("no/such/policy.json");
    }

    [Fact]
    public void The_schema_knows_every_category_of_the_classifier()
    {
        var schema = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "src/TnsTriage.Service/Policy/policy.schema.json"));

        WireName<HarmCategory>.All.ShouldAllBe(category => schema.Contains($"\"{category}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Tags_of_all_categories_add_up_and_of_the_rest_the_first_category_that_says_something_wins()
    {
        var rules = Read("""
            {
              "formatVersion": 1,
              "actions": { "none": {}, "review": { "tags": ["r"] }, "escalate_urgent": { "tags": ["u"] }, "escalate": { "tags": ["e"], "inbox": "T&S", "comment": ["by verdict"] } },
              "categories": {
                "legal_process": { "escalate": { "tags": ["legal", "e"], "inbox": "Legal" } },
                "payment_fraud": { "escalate": { "tags": ["fraud"], "inbox": "Finance", "assignee": "fin" }, "review": { "inbox": "Finance" } }
              }
            }
            """).Rules.ShouldNotBeNull();

        var action = rules.For(Verdict.Escalate, [HarmCategory.LegalProcess, HarmCategory.PaymentFraud]);

        action.Tags.ShouldBe(["e", "legal", "fraud"]);
        (action.Inbox, action.Assignee, action.Comment!.Single(), action.Page).ShouldBe(("Legal", "fin", "by verdict", false));
        rules.For(Verdict.Escalate, [HarmCategory.SelfHarm]).Inbox.ShouldBe("T&S");
        rules.For(Verdict.None, [HarmCategory.PaymentFraud]).IsNoticed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"a": 1} // x""", """{"a": 1}     """)]
    [InlineData("""{/* x */"a": 1}""", """{       "a": 1}""")]
    [InlineData("""{"a // b": "/* c */", "d\"//": 1}""", """{"a // b": "/* c */", "d\"//": 1}""")]
    public void Comments_become_blanks_and_what_looks_like_one_in_a_text_stays(string json, string expected) => JsonComments.Blank(json).ShouldBe(expected);

    [Fact]
    public async Task Names_that_mean_nothing_in_Front_are_all_told_with_their_lines()
    {
        await using var desk = await Desk.OpenAsync(Policies.Live
            .Replace("tns/review", "tns/reviw", StringComparison.Ordinal)
            .Replace("\"assignee\": \"tns-oncall\"", "\"assignee\": \"nobody\"", StringComparison.Ordinal)
            .Replace("\"inbox\": \"Trust & Safety\", \"comment\"", "\"inbox\": \"Trust and Safety\", \"comment\"", StringComparison.Ordinal));
        var startup = desk.Services.GetService(typeof(TnsTriage.Service.Triage.TriageStartup)).ShouldBeOfType<TnsTriage.Service.Triage.TriageStartup>();

        (await startup.AskAsync(CancellationToken.None)).ShouldBeTrue();

        startup.Problems.Select(problem => problem.ToString().Replace(desk.Options.Policy, "policy.json", StringComparison.Ordinal)).ShouldBe(
        [
            "policy.json:6: /actions/review/tags/0: Front has no tag \"tns/reviw\" that this token may see and a team may use. Write \"tns/review\", if that is meant.",
            "policy.json:12: /actions/escalate_urgent/inbox: Front has no inbox \"Trust and Safety\" that this token may see and a team may use. Write \"Trust & Safety\", if that is meant.",
            "policy.json:8: /actions/escalate/assignee: Front has no teammate \"nobody\" that this token may see and a team may use. Add it in Front, or name another teammate.",
        ]);
    }

    private static (EscalationRules? Rules, IReadOnlyList<Problem> Problems) Read(string text)
    {
        List<Problem> problems = [];
        return (PolicyFile.Parse(text, "policy.json", canPage: false, problems), problems);
    }
}
