using System.Globalization;
using System.Net;
using System.Text;
using TnsTriage.FrontStub;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>Requests that Front did not sign, or signed for another time or address.</summary>
internal static class Signatures
{
    private const string Signature = "X-Front-Signature", Timestamp = "X-Front-Request-Timestamp";

    public static async Task<FaultReport> ForgeAsync(BenchOptions options)
    {
        const int Each = 20;
        await using var bench = await Bench.OpenAsync(options);
        (string Kind, Func<StubEvent, HttpRequestMessage> Forge)[] kinds =
        [
            ("no signature", happened => Changed(bench.Sender.Application(bench.Application, happened), Signature, null)),
            ("no timestamp", happened => Changed(bench.Sender.Application(bench.Application, happened), Timestamp, null)),
            ("not base64", happened => Changed(bench.Sender.Application(bench.Application, happened), Signature, "%%%")),
            ("another key", happened => Stranger(bench).Application(bench.Application, happened)),
            ("body changed", happened => WithBody(bench.Sender.Application(bench.Application, happened), text => text.Replace("unassigned", "archived", StringComparison.Ordinal))),
            ("body longer", happened => WithBody(bench.Sender.Application(bench.Application, happened), text => text + " ")),
            ("timestamp changed", happened => Changed(bench.Sender.Application(bench.Application, happened), Timestamp, Now(TimeSpan.FromSeconds(1)))),
            ("ten minutes old", happened => bench.Sender.Application(bench.Application, happened, DateTimeOffset.UtcNow.AddMinutes(-10))),
            ("ten minutes ahead", happened => bench.Sender.Application(bench.Application, happened, DateTimeOffset.UtcNow.AddMinutes(10))),
            ("rule webhook at the application's address", happened => bench.Sender.Rule(bench.Application, happened)),
            ("application webhook at the rule's address", happened => bench.Sender.Application(bench.Rule, happened)),
        ];
        var refused = 0;
        foreach (var (_, forge) in kinds)
        {
            for (var number = 0; number < Each; number++)
            {
                var happened = bench.EventOf(bench.Begin(Ticket.Danger, number));
                refused += await bench.SendAsync(forge(happened)) == HttpStatusCode.Unauthorized ? 1 : 0;
            }
        }

        await bench.ReceiveAsync(5, _ => Ticket.Danger);   // and a genuine one still gets through
        var drained = await bench.DrainAsync(TimeSpan.FromMinutes(2));
        return new FaultReport("forged, expired", $"{kinds.Length} kinds x {Each}: {string.Join(", ", kinds.Select(kind => kind.Kind))}")
            .Rest(Findings.Of(bench))
            .Expect("answered 401", kinds.Length * Each, refused)
            .Expect("genuine ones decided", 5, bench.Files.Decided.Count)
            .Expect("drained", drained is not null);
    }

    /// <summary>The same genuine bytes again, within the window and after it.</summary>
    public static async Task<FaultReport> ReplayAsync(BenchOptions options)
    {
        const int Conversations = 20;
        const int Times = 5;
        var window = TimeSpan.FromSeconds(5);
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:Front:ReplayWindow"] = window.ToString() });
        var (joined, stale) = (0, 0);
        var captured = new List<CapturedRequest>();
        for (var number = 0; number < Conversations; number++)
        {
            var happened = bench.EventOf(bench.Begin(Ticket.Danger, number));
            captured.Add(await CapturedRequest.OfAsync(bench.Sender.Application(bench.Application, happened)));
            await bench.DeliverAsync(happened);
            for (var time = 0; time < Times; time++)
            {
                joined += await bench.SendAsync(captured[^1].Again()) == HttpStatusCode.Accepted ? 1 : 0;
            }
        }

        var drained = await bench.DrainAsync(TimeSpan.FromMinutes(2));
        await Task.Delay(window + TimeSpan.FromSeconds(1));
        foreach (var request in captured)
        {
            stale += await bench.SendAsync(request.Again()) == HttpStatusCode.Unauthorized ? 1 : 0;
        }

        return new FaultReport("replay", $"{Conversations} captured requests, each {Times} times within the window and once after it")
            .Rest(Findings.Of(bench))
            .Expect("within the window: 202, changing nothing", Conversations * Times, joined)
            .Expect("after it: 401", Conversations, stale)
            .Expect("model calls", Conversations, bench.Outside.ModelCalls)
            .Expect("drained", drained is not null);
    }

    private static WebhookSender Stranger(Bench bench) => new(bench.Front.Company, new StubFrontOptions { ApplicationSecret = "a key that is not Front's" });

    private static string Now(TimeSpan later) => (DateTimeOffset.UtcNow + later).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static HttpRequestMessage Changed(HttpRequestMessage request, string header, string? value)
    {
        request.Headers.Remove(header);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return request;
    }

    private static HttpRequestMessage WithBody(HttpRequestMessage request, Func<string, string> change)
    {
        using var reader = new StreamReader(request.Content!.ReadAsStream(), Encoding.UTF8);
        request.Content = new StringContent(change(reader.ReadToEnd()), Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>What somebody on the wire would have of a request.</summary>
    private sealed record CapturedRequest(Uri Address, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers)
    {
        public static async Task<CapturedRequest> OfAsync(HttpRequestMessage request)
        {
            using (request)
            {
                return new CapturedRequest(
                    request.RequestUri!, await request.Content!.ReadAsByteArrayAsync(), [.. request.Headers.Select(header => (header.Key, header.Value.Single()))]);
            }
        }

        public HttpRequestMessage Again()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(Body) };
            foreach (var (name, value) in Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return request;
        }
    }
}
