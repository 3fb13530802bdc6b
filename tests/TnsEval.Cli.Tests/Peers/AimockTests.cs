using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests.Peers;

/// <summary>
/// Whole runs through the OpenAI and the Ollama plugin against aimock, which proves that an independent server understands our requests and we its answers,
/// its rate limits and its broken answers. What its makers did not model, such as parameter checks, it does not prove.
/// </summary>
[Trait("Lane", "peers")]
public sealed class AimockTests
{
    private const int Tickets = 500;

    /// <summary>One ticket in so many gets an answer that is no assessment.</summary>
    private const int MumbledEvery = 50;

    [PeerFact]
    public Task OpenAI_answers_are_scored() => Answers_are_scored("openai/gpt-4.1-mini");

    [PeerFact]
    public Task Ollama_answers_are_scored() => Answers_are_scored("ollama/llama3.1:8b");

    [PeerFact]
    public Task OpenAI_rate_limits_and_broken_answers_lose_no_case() => Trouble_loses_no_case("openai/gpt-4.1-mini");

    [PeerFact]
    public Task Ollama_rate_limits_and_broken_answers_lose_no_case() => Trouble_loses_no_case("ollama/llama3.1:8b");

    private static async Task Answers_are_scored(string model)
    {
        using var commandLine = WithManyTickets();

        await RunAsync(commandLine, model);

        ShouldHaveEveryCaseAssessedRightly(commandLine);
        Journal(commandLine).Sum(Retries).ShouldBe(0);
    }

    /// <summary>Chance decides which calls fail. That none of a thousand does, or all repeats of one, will not be seen.</summary>
    private static async Task Trouble_loses_no_case(string model)
    {
        using var commandLine = WithManyTickets();

        await RunAsync(commandLine, model, "--chaos-ratelimit", "0.05", "--chaos-malformed", "0.02");

        ShouldHaveEveryCaseAssessedRightly(commandLine);
        Journal(commandLine).Sum(Retries).ShouldBeGreaterThan(0);
    }

    private static async Task RunAsync(CommandLine commandLine, string model, params string[] chaos)
    {
        await using var server = await PeerServer.StartAimockAsync(Fixtures(commandLine), chaos);
        commandLine.Variables["OPENAI_BASE_URL"] = $"{server.Address}v1";
        commandLine.Variables["OPENAI_API_KEY"] = "sk-canary-of-the-peer-lane";
        commandLine.Variables["OLLAMA_HOST"] = server.Address.ToString();

        var result = await commandLine.InvokeAsync($"run --model {model} --progress none --concurrency 20");

        result.ExitCode.ShouldBe(0, result.Error);
    }

    private static void ShouldHaveEveryCaseAssessedRightly(CommandLine commandLine)
    {
        var journal = Journal(commandLine);
        journal.Select(record => record["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, Tickets).Select(Id));
        journal.Count(record => record["attempts"]!.GetValue<int>() == 2)
            .ShouldBe(Tickets / MumbledEvery, "a repair turn for each answer that is no assessment");
        var scores = JsonNode.Parse(File.ReadAllText(Path.Combine(commandLine.OnlyRun, "summary.json")))!["scores"]!;
        Events("coverage").ShouldBe(Tickets);
        Events("misses").ShouldBe(0);
        Events("falseAlarms").ShouldBe(0);

        int Events(string rate) => scores[rate]!["events"]!.GetValue<int>();
    }

    private static IReadOnlyList<JsonNode> Journal(CommandLine commandLine) =>
        [.. File.ReadAllLines(Path.Combine(commandLine.OnlyRun, "cases.jsonl")).Select(line => JsonNode.Parse(line)!)];

    private static int Retries(JsonNode record) => record["retries"]?.GetValue<int>() ?? 0;

    private static CommandLine WithManyTickets() => CommandLine.WithPromptAndSet(
    [
        .. Enumerable.Range(0, Tickets).Select(index => CommandLine.Ticket(Id(index), escalate: index % 2 == 1, Body(index))),
    ]);

    private static string Body(int index) => (index % 2, index % MumbledEvery) switch
    {
        (1, _) => $"Gifts of $1 all night since {index}. ALARM",
        (_, 0) => $"How do I print label {index}? MUMBLE",
        _ => $"How do I print label {index}?",
    };

    private static string Id(int index) => $"t-{index:0000}";

    private static string Fixtures(CommandLine commandLine) => commandLine.Folder.Write("fixtures.json", JsonSerializer.Serialize(new
    {
        fixtures = new object[]
        {
            new { match = new { userMessage = "ALARM" }, response = new { content = Alarm } },
            new { match = new { userMessage = "MUMBLE" }, response = new { content = "Hard to say." } },
            new { match = new { }, response = new { content = Pass } },
        },
    }));

    private const string Alarm = """
        {"evidence": [{"quote": "ALARM", "use": "report", "speaker": "sender"}], "categories": [{"id": "payment_fraud", "severity": "medium"}],
         "rationale": "an event", "verdict": "escalate", "severity": "medium",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;

    private const string Pass = """
        {"evidence": [], "categories": [], "rationale": "no event", "verdict": "none", "severity": "none",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;
}
