using System.Diagnostics;
using System.Globalization;
using TnsEval.Abstractions;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Reconciling;

namespace TnsTriage.Service.Demo;

/// <summary>
/// <c>--demo</c>: the real service against the stand-in for Front, both on loopback, with the champion on the offline model. Reads no
/// configuration, needs no key, leaves no file.
/// </summary>
internal static class Demonstration
{
    public const string Switch = "--demo";

    private const int Conversations = 200;
    private const int DefaultSeed = 7;
    private const int Ok = 0;
    private const int Failed = 1;
    private const int BadInput = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it.</summary>
    /// <returns>0 when everything that is shown to hold did hold.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyList<IModelProvider> providers, TextWriter output, TextWriter error)
    {
        if (!TryRead(arguments, out var seed, out var showsAll))
        {
            await error.WriteLineAsync(
                $"{Switch} takes --seed NUMBER (default {DefaultSeed}) and --all (every escalation, not the first dozen), and nothing else");
            return BadInput;
        }

        var folder = Directory.CreateTempSubdirectory("tnstriage-demo-");
        try
        {
            return await RunAsync(seed, showsAll, folder.FullName, providers, output, error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(
        int seed, bool showsAll, string folder, IReadOnlyList<IModelProvider> providers, TextWriter output, TextWriter error)
    {
        var options = new StubFrontOptions();
        await using var front = await StubFront.StartAsync(options);
        List<Problem> problems = [];
        await using var service = await DemoService.StartAsync(front, options, folder, providers, problems);
        if (service is null)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return Failed;
        }

        var report = new DemoReport(output);
        report.Begin(seed, Conversations, front.Address, service.Webhooks);
        var tickets = DemoTickets.Make(Conversations, seed);
        var deliveries = new DemoDeliveries(front, new WebhookSender(front.Company, options), service.Webhooks, seed);
        var begun = deliveries.Begin(tickets);

        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        var answers = await deliveries.SendAsync(http);
        var isDrained = await DrainAsync(service.Get<IInbox>(), started);
        var found = await service.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        isDrained = isDrained && await DrainAsync(service.Get<IInbox>(), started);
        var elapsed = Stopwatch.GetElapsedTime(started);

        report.Deliveries(deliveries, answers, found, elapsed);
        var outcomes = new List<DemoOutcome>();
        foreach (var (conversation, ticket) in begun.Zip(tickets))
        {
            var now = front.Company.Find(conversation.Id)!;
            outcomes.Add(new DemoOutcome(now, ticket, await service.Get<ILedger>().FindAsync(new ConversationId(conversation.Id))));
        }

        report.Escalated(outcomes, showsAll);
        report.Front(front.Company);
        var holds = report.Checks(outcomes, answers, isDrained);
        report.End(outcomes);
        return holds ? Ok : Failed;
    }

    /// <summary>Waits until nothing is open any more.</summary>
    private static async Task<bool> DrainAsync(IInbox inbox, long started)
    {
        while (await inbox.CountAsync() is not { Due: 0, Later: 0 })
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return true;
    }

    private static bool TryRead(IReadOnlyList<string> arguments, out int seed, out bool showsAll)
    {
        (seed, showsAll) = (DefaultSeed, false);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] == "--all")
            {
                showsAll = true;
            }
            else if (arguments[index] != "--seed" || ++index == arguments.Count
                || !int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            {
                return false;
            }
        }

        return true;
    }
}
