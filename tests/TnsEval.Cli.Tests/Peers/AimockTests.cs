using System.Text.Json;
using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests.Peers;

/// <summary>
/// Whole runs through the OpenAI and the Ollama plugin against aimock, which proves that an independent server understands our requests and we its answers,
/// its rate limits and its broken answers. What its makers did not model, such as parameter checks, it does not prove.
/// </summary>
[Trait("Lane", "peers")]
public sealed class AimockTests
{
    private const int Tickets = 60;

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
        await using var server = await PeerServer.StartAimockAsync(Fixtures(commandLine));
        PointAt(commandLine, server);

        var result = await commandLine.InvokeAsync($"run --model {model} --progress none --concurrency 10");

        result.ExitCode.ShouldBe(0, result.Error);
        var scores = Summary(commandLine)["scores"]!;
        scores["coverage"]!["events"]!.GetValue<int>().ShouldBe(Tickets);
        scores["misses"]!["events"]!.GetValue<int>().ShouldBe(0);
        scores["falseAlarms"]!["events"]!.GetValue<int>().ShouldBe(0);
    }

    private static async Task Trouble_loses_no_case(string model)
    {
        using var commandLine = WithManyTickets();
        await using var server = await PeerServer.StartAimockAsync(Fixtures(commandLine), "--chaos-ratelimit", "0.05", "--chaos-malformed", "0.02");
        PointAt(commandLine, server);

        var result = await commandLine.InvokeAsync($"run --model {model} --progress none --concurrency 10");

        result.ExitCode.ShouldBe(0, result.Error);
        var ids = (await File.ReadAllLinesAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"))).Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>());
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(Tickets);
    }

    private static CommandLine WithManyTickets() => CommandLine.WithPromptAndSet(
    [
        .. Enumerable.Range(0, Tickets).Select(index => CommandLine.Ticket(
            $"t-{index:000}", escalate: index % 3 == 0, index % 3 == 0 ? $"Gifts of $1 all night since {index}. ALARM" : $"How do I print label {index}?")),
    ]);

    private static void PointAt(CommandLine commandLine, PeerServer server)
    {
        commandLine.Variables["OPENAI_BASE_URL"] = $"{server.Address}v1";
        commandLine.Variables["OPENAI_API_KEY"] = "sk-canary-of-the-peer-lane";
        commandLine.Variables["OLLAMA_HOST"] = server.Address.ToString();
    }

    private static string Fixtures(CommandLine commandLine) => commandLine.Folder.Write("fixtures.json", JsonSerializer.Serialize(new
    {
        fixtures = new object[]
        {
            new { match = new { userMessage = "ALARM" }, response = new { content = Alarm } },
            new { match = new { }, response = new { content = Pass } },
        },
    }));

    private static JsonNode Summary(CommandLine commandLine) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(commandLine.OnlyRun, "summary.json")))!;

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
