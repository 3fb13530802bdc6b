using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;
using TnsEval.ProviderConformance;
using TnsEval.Testing;

namespace TnsEval.Plugins.Replay.Tests;

public sealed class ReplayConformance : LocalProviderConformance, IDisposable
{
    private const string Cassette = "c.jsonl";

    private static readonly string LongTicket = string.Concat(Enumerable.Repeat("The organ is out of tune again.\n", 6_500));

    private readonly TemporaryFolder _folder = new();

    public ReplayConformance() => _folder.Write(Cassette, string.Concat(Tickets.Select((ticket, number) => Line(ticket, $"answer {number}") + "\n")));

    public void Dispose() => _folder.Dispose();

    protected override IModelProvider CreateProvider() => new ReplayProvider();

    protected override string Model => Cassette;

    protected override string WorkingDirectory => _folder.Path;

    protected override IReadOnlyList<ConformanceQuestion> Questions => [.. Tickets.SkipLast(1).Select(About)];

    protected override ConformanceQuestion LongQuestion => About(LongTicket);

    private static IReadOnlyList<string> Tickets { get; } = [.. Enumerable.Range(1, 20).Select(number => $"ticket {number}"), LongTicket];

    private static ConformanceQuestion About(string ticket) => new(A.Request(ticket));

    private static string Line(string ticket, string answer) => A.Line(
        ticket, new RecordedAnswer { Text = answer, FinishReason = ChatFinishReason.Stop.Value, Usage = new RecordedUsage { Input = 1117, Output = 73 } });
}
