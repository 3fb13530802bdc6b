using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI;
using TnsEval.Testing;
using TnsTriage.FrontStub;
using TnsTriage.Service.Tests.Desks;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Tests.Triage;

public sealed class StartTests
{
    [Fact]
    public void Everything_wrong_in_the_configuration_is_told_at_once_and_no_secret_with_it()
    {
        using var folder = new TemporaryFolder();
        var problems = Problems(new()
        {
            ["TnsTriage:Front:Token"] = "a secret with spaces",
            ["TnsTriage:Front:BaseAddress"] = "https://evil.example/",
            ["TnsTriage:Paging:Url"] = "http://pager.example.org/",
            ["TnsTriage:Paging:Secret"] = "short",
            ["TnsTriage:Policy"] = folder["none.json"],
            ["TnsTriage:Model"] = "openai/gpt-4.1-mini",
            ["TnsTriage:Workers"] = "0",
            ["TnsTriage:Lease"] = "00:00:01",
            ["TnsTriage:RuleWebhookPath"] = "/webhooks/front/application/",
        });

        problems.Select(problem => problem.Where.Replace(folder.Path, "", StringComparison.Ordinal)).ShouldBe(
        [
            "TnsTriage:Front:BaseAddress", "TnsTriage:Front:Token", "TnsTriage:Paging:Url", "TnsTriage:Paging:Secret", "TnsTriage:Front", "TnsTriage:RuleWebhookPath",
            "TnsTriage:Lease", "TnsTriage:Workers", "/none.json", "TnsTriage:Model openai/gpt-4.1-mini",
        ]);
        string.Join('\n', problems).ShouldNotContain("a secret with spaces");
        string.Join('\n', problems).ShouldContain("OPENAI_API_KEY");
    }

    [Theory]
    [InlineData("", "no model is named")]
    [InlineData("gpt-4.1-mini", "\"gpt-4.1-mini\" is not provider/model")]
    [InlineData("openia/gpt-4.1-mini", "there is no provider \"openia\"")]
    public void A_model_that_no_provider_has_is_told(string model, string what) =>
        Problems(new() { ["TnsTriage:Model"] = model }).ShouldContain(problem => problem.Where == "TnsTriage:Model" && problem.What == what);

    [Fact]
    public void A_setting_that_does_not_exist_is_told_by_its_name_and_not_its_value()
    {
        var problems = Problems(new() { ["TnsTriage:Front:Tokn"] = "secret-value", ["TnsTriage:Wrokers"] = "3" });

        problems.ShouldContain(new Problem("TnsTriage:Front:Tokn", "there is no such setting", "Write \"Token\", if that is meant"));
        problems.ShouldContain(new Problem("TnsTriage:Wrokers", "there is no such setting", "Write \"Workers\", if that is meant"));
        string.Join('\n', problems).ShouldNotContain("secret-value");
    }

    [Fact]
    public void Values_of_the_wrong_kind_are_told_by_their_names_and_hide_nothing_else()
    {
        var problems = Problems(new()
        {
            ["TnsTriage:Workers"] = "many", ["TnsTriage:Lease"] = "2m", ["TnsTriage:Front:BaseAddress"] = "front", ["TnsTriage:Drift:BaseRate"] = "1 %", ["TnsTriage:Grace"] = "1.00:00:00",
        });

        problems.Where(problem => problem.What == "its value is not of its kind").Select(problem => $"{problem.Where}: {problem.Fix}").ShouldBe(
        [
            "TnsTriage:Drift:BaseRate: Write a number such as 0.005", "TnsTriage:Front:BaseAddress: Write an address such as https://host.example.org/",
            "TnsTriage:Lease: Write a time such as 00:01:30", "TnsTriage:Workers: Write a whole number in digits",
        ]);
        problems.Select(problem => problem.Where).ShouldContain("TnsTriage:Grace");
    }

    [Fact]
    public async Task Names_that_Front_does_not_know_are_told_in_the_same_round_as_other_problems()
    {
        await using var desk = await Desk.OpenAsync();
        using var folder = new TemporaryFolder();
        var problems = await StartAsync(desk, new()
        {
            ["TnsTriage:Model"] = "",
            ["TnsTriage:Wrokers"] = "3",
            ["TnsTriage:DataFolder"] = folder.Write("a-file", ""),
            ["TnsTriage:Policy"] = folder.Write("policy.json", """
                {
                  "formatVersion": 1,
                  "actions": { "none": {}, "review": { "tags": ["tns/reviw"] }, "escalate": { "inbox": "Trust", "comment": ["{{verdct}}"] }, "escalate_urgent": { "tags": ["tns/urgent"] } }
                }
                """),
        });

        problems.ShouldSatisfyAllConditions(
            () => problems.ShouldContain("TnsTriage:Wrokers: there is no such setting"),
            () => problems.ShouldContain("no model is named"),
            () => problems.ShouldContain("unknown placeholder \"verdct\""),
            () => problems.ShouldContain("Front has no tag \"tns/reviw\""),
            () => problems.ShouldContain("Front has no inbox \"Trust\""));
    }

    [Theory]
    [InlineData("TnsTriage:Front:BaseAddress", "not an address")]
    [InlineData("TnsTriage:Front:AllowLoopback", "perhaps")]
    public async Task A_token_goes_nowhere_while_the_settings_of_Front_have_a_problem(string setting, string value)
    {
        await using var desk = await Desk.OpenAsync();

        (await StartAsync(desk, new() { [setting] = value })).ShouldContain(setting);

        desk.Front.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_challenger_can_be_the_champion_of_another_branch()
    {
        var file = Path.Combine(TestPaths.RepositoryRoot, "prompts/tns-triage/champion.json");
        await using var desk = await Desk.OpenAsync(Policies.WithShadow.Replace("\"champion\"", $"\"{file}\"", StringComparison.Ordinal));
        var conversation = await desk.ReceiveAsync("Somebody paid a forged invoice in our name.");

        await desk.WorkAsync();

        (await desk.EntryAsync(conversation)).Shadow!.PromptHash.ShouldBe(Champion.Prompt.Hash);
    }

    [Fact]
    public void A_challenger_that_cannot_be_read_is_told()
    {
        using var folder = new TemporaryFolder();
        var policy = folder.Write("policy.json", Policies.WithShadow
            .Replace("\"champion\"", "\"v7.json\"", StringComparison.Ordinal)
            .Replace(", \"page\": true", "", StringComparison.Ordinal));

        Problems(new() { ["TnsTriage:Policy"] = policy }).ShouldContain(problem =>
            problem.Where.EndsWith("policy.json, shadow:prompt", StringComparison.Ordinal) && problem.What.StartsWith("\"v7.json\" cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_Front_refuses_is_a_problem_at_the_start()
    {
        await using var desk = await Desk.OpenAsync(set: settings => settings["TnsTriage:Front:Token"] = "another-token");
        var startup = desk.Services.GetRequiredService<TriageStartup>();

        (await startup.AskAsync(CancellationToken.None)).ShouldBeTrue();

        startup.Problems.ShouldHaveSingleItem().ToString().ShouldBe("TnsTriage:Front: GET me: Front does not accept the token. Correct the token, its rights or the address.");
    }

    [Fact]
    public async Task While_Front_is_down_webhooks_are_taken_and_triage_begins_when_it_is_back()
    {
        await using var desk = await Desk.OpenAsync();
        desk.Front.Inject(StubFault.Status(503).On("GET", "/me") with { Times = 3 });
        var startup = desk.Services.GetRequiredService<TriageStartup>();
        (await startup.AskAsync(CancellationToken.None)).ShouldBeFalse();
        var conversation = await desk.ReceiveAsync("Somebody paid a forged invoice in our name.");

        var worker = (await desk.RunAsync(startup.WorkerAsync(CancellationToken.None), longestWait: TimeSpan.FromSeconds(15))).ShouldNotBeNull();
        await desk.RunAsync(worker.WorkOnceAsync(CancellationToken.None));

        desk.Now(conversation).Tags.ShouldBe(["tag_escalated"]);
    }

    /// <summary>Starts a service on the desk's settings with these changes, and tells its problems.</summary>
    private static async Task<string> StartAsync(Desk desk, Dictionary<string, string?> changes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(desk.Configuration.GetSection("TnsTriage").AsEnumerable().Where(setting => setting.Value is not null)).AddInMemoryCollection(changes);
        List<Problem> problems = [];
        (await TriageHost.BuildAsync(builder, [new ScriptedModel()], problems)).ShouldBeNull();
        return string.Join('\n', problems);
    }

    private static List<Problem> Problems(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        List<Problem> problems = [];
        TriageSetup.Read(configuration, [new OpenAIProvider(), new ScriptedModel()], Desk.Prompt(), TimeProvider.System, problems).ShouldBeNull();
        return problems;
    }
}
