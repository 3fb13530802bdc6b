using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>The model is away. Time is scaled: 10 minutes of 30 minutes' patience become 10 seconds of 30.</summary>
internal static class ModelFaults
{
    private const int Conversations = 30;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(4);

    public static async Task<FaultReport> OutageAsync(BenchOptions options)
    {
        var outage = TimeSpan.FromSeconds(10);
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:ModelPatience"] = "00:01:30" });
        bench.Outside.Model = ModelState.Down;
        await bench.ReceiveAsync(Conversations, _ => Ticket.Danger);
        await Task.Delay(outage);
        var writes = bench.Front.Writes.Count;
        bench.Outside.Model = ModelState.Drops;
        await Task.Delay(TimeSpan.FromSeconds(2));
        bench.Outside.Model = ModelState.Answers;
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("model down", "503 for 10 s, then broken connections for 2 s, of 90 s of patience")
            .Rest(Findings.Of(bench))
            .Expect("writes meanwhile", 0, writes)
            .Expect("answers by the model", Conversations, bench.Files.Judgements.Count(judgement => judgement == "assessed escalate_urgent"))
            .Expect("drained", drained is not null);
    }

    public static async Task<FaultReport> EndOfPatienceAsync(BenchOptions options)
    {
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:ModelPatience"] = "00:00:05" });
        bench.Outside.Model = ModelState.Down;
        await bench.ReceiveAsync(Conversations, _ => Ticket.Ordinary);   // benign: it goes to a person all the same
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("model down for good", "503 for ever, 5 s of patience")
            .Rest(Findings.Of(bench))
            .Expect("given to a person", Conversations, bench.Front.Company.Conversations.Count(conversation => conversation.Tags.Contains("tag_review")))
            .Expect("drained", drained is not null);
    }
}
