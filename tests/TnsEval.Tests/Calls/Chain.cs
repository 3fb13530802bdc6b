using Microsoft.Extensions.AI;
using TnsEval.Calls;
using TnsEval.EvalSets;

namespace TnsEval.Tests.Calls;

/// <summary>The whole chain of clients around a fake server, on a simulated clock, with cases to send through it.</summary>
internal sealed class Chain(FakeServer server, Simulation simulation)
{
    private CallChain? _chain;

    public string Model { get; init; } = "model";

    public Concurrency Concurrency { get; init; } = Concurrency.UpTo(8);

    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan CaseTimeout { get; init; } = TimeSpan.FromSeconds(90);

    public int Retries { get; init; } = 4;

    public RunBudget? Budget { get; init; }

    public CallStatus Status => Built.Status;

    private CallChain Built => _chain ??= Build();

    /// <summary>One call for a case.</summary>
    public Task<ChatResponse> AskAsync(string @case = "t-1", CancellationToken cancellationToken = default) => AskAsync(new CallTrace(new CaseId(@case)), cancellationToken);

    public async Task<ChatResponse> AskAsync(CallTrace trace, CancellationToken cancellationToken = default)
    {
        trace.Begin();
        return await Built.Client.GetResponseAsync("a question", cancellationToken: cancellationToken);
    }

    /// <summary>Sends cases through as a run does, so many open at once.</summary>
    /// <returns>What became of each: null for an answer.</returns>
    public async Task<IReadOnlyList<Exception?>> AskAllAsync(int cases)
    {
        var next = 0;
        var ends = new Exception?[cases];
        await Task.WhenAll(Enumerable.Range(0, Math.Min(cases, Concurrency.OpenCases)).Select(_ => WorkAsync()));
        return ends;

        async Task WorkAsync()
        {
            while (next < cases)
            {
                var mine = next++;
                try
                {
                    await AskAsync($"t-{mine}");
                }
                catch (Exception e)
                {
                    ends[mine] = e;
                }
            }
        }
    }

    private CallChain Build()
    {
        var settings = new CallSettings
        {
            Concurrency = Concurrency, AttemptTimeout = AttemptTimeout, CaseTimeout = CaseTimeout, Retries = Retries, Seed = 1,
        };
        var account = new ProviderAccount("fake", settings, simulation.Time);
        return CallChain.Around(server, $"fake/{Model}", account, settings, Budget is null ? null : (Budget, new CallPrice(null, null)), simulation.Time);
    }
}
