using System.Diagnostics;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests.Runs;

/// <summary>What the provider sees of workers that come and go.</summary>
[NeedsServer(Server.RabbitMq)]
public sealed class LimitTests
{
    [LaneTheory]
    [InlineData("10")]
    [InlineData("auto")]
    public async Task The_provider_never_sees_more_calls_at_once_than_the_run_allows(string concurrency)
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", [LoadServer, "--latency-ms", "40"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            await RunAsync((await server.StandardOutput.ReadLineAsync())!, concurrency);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Beside this assembly's folder: the same configuration of another project.</summary>
    private static string LoadServer => Path.Combine(AppContext.BaseDirectory.Replace("TnsEval.Workers.Tests", "TnsEval.LoadServer", StringComparison.Ordinal), "TnsEval.LoadServer.dll");

    private static async Task RunAsync(string server, string concurrency)
    {
        await using var workshop = WorkersWorkshop.WithTickets(1200);
        workshop.CommandLine.Variables["OPENAI_API_KEY"] = "for-tests";
        workshop.CommandLine.Variables["OPENAI_BASE_URL"] = $"{server}/v1";
        var running = workshop.RunAsync($"--model openai/any --concurrency {concurrency}");
        workshop.StartWorkers(1);
        await Task.Delay(1500);
        workshop.StartWorkers(3);
        await Task.Delay(1500);
        await workshop.StopWorkerAsync();
        workshop.StartWorkers(1, "--concurrency 2");

        var result = await running;

        result.ExitCode.ShouldBe(0, result.Error);
        using var client = new HttpClient();
        var seen = JsonNode.Parse(await client.GetStringAsync(new Uri($"{server}/stats")))!;
        var most = seen["maxInFlight"]!.GetValue<int>();
        most.ShouldBeLessThanOrEqualTo(concurrency == "auto" ? 256 : 10);
        most.ShouldBeGreaterThan(3);
        seen["requests"]!.GetValue<int>().ShouldBeInRange(1200, 1220);   // of a worker that left, a call or two more
    }
}
