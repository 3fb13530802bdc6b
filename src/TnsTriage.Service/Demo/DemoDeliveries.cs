using System.Diagnostics;
using System.Net;
using System.Text;
using TnsTriage.FrontStub;

namespace TnsTriage.Service.Demo;

/// <summary>What became of the webhooks that were sent.</summary>
/// <param name="Accepted">Genuine ones that were answered with 202.</param>
/// <param name="NotAccepted">Genuine ones that were not: there should be none.</param>
/// <param name="Refused">Forged ones that were answered with 401.</param>
/// <param name="Forged">All forged ones.</param>
/// <param name="Took">From the first to the last.</param>
/// <param name="Latencies">Of each answer, ascending.</param>
internal sealed record DemoAnswers(int Accepted, int NotAccepted, int Refused, int Forged, TimeSpan Took, IReadOnlyList<TimeSpan> Latencies)
{
    /// <summary>The answer time that this fraction of deliveries kept.</summary>
    public TimeSpan Quantile(double fraction) => Latencies[(int)Math.Ceiling(fraction * Latencies.Count) - 1];
}

/// <summary>The day of a webhook: duplicates, any order, some that never come, and some that Front did not send.</summary>
internal sealed class DemoDeliveries(StubFront front, WebhookSender sender, Uri endpoint, int seed)
{
    public const int Forged = 5;
    private const int AtOnce = 16;

    private readonly List<StubEvent> _events = [];

    /// <summary>Conversations that were merged into another before their webhook came.</summary>
    public int Merged { get; private set; }

    /// <summary>Conversations whose webhooks never come.</summary>
    public int Lost { get; private set; }

    /// <summary>Deliveries that repeat an earlier one.</summary>
    public int Repeated { get; private set; }

    /// <summary>Begins all conversations at the stand-in, and decides how their webhooks fare.</summary>
    public IReadOnlyList<StubConversation> Begin(IReadOnlyList<DemoTicket> tickets)
    {
        StubConversation[] conversations = [.. tickets.Select(ticket => front.Company.Begin(ticket.Subject, ticket.Messages).Conversation)];
        var inbound = front.Company.Events.Where(happened => happened.Type == "inbound").ToLookup(happened => happened.Conversation);
        foreach (var (index, conversation) in conversations.Index())
        {
            if (index % 50 == 24)
            {
                Lost++;
                continue;
            }

            _events.AddRange(inbound[conversation.Id]);
            if (index % 10 == 3)
            {
                _events.AddRange(inbound[conversation.Id].Concat(inbound[conversation.Id]));
                Repeated += 2 * inbound[conversation.Id].Count();
            }

            if (index % 33 == 5)
            {
                _events.Add(front.Company.Merge(conversation.Id, conversations[index + 1].Id));
                Merged++;
            }
        }

        return conversations;
    }

    /// <summary>Sends them in an order that depends on the seed, so many at once.</summary>
    public async Task<DemoAnswers> SendAsync(HttpClient http)
    {
        HttpRequestMessage[] genuine = [.. _events.Select(happened => sender.Application(endpoint, happened))];
        HttpRequestMessage[] forged = await Task.WhenAll(_events.Take(Forged).Select(ForgeAsync));
        (HttpRequestMessage Request, bool IsForged)[] all =
            [.. genuine.Select(request => (request, false)), .. forged.Select(request => (request, true))];
        new Random(seed).Shuffle(all);

        var (accepted, notAccepted, refused) = (0, 0, 0);
        var latencies = new TimeSpan[all.Length];
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(all.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, cancellationToken) =>
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await http.SendAsync(item.Item.Request, cancellationToken);
            latencies[item.Index] = Stopwatch.GetElapsedTime(sent);
            _ = (item.Item.IsForged, response.StatusCode) switch
            {
                (false, HttpStatusCode.Accepted) => Interlocked.Increment(ref accepted),
                (false, _) => Interlocked.Increment(ref notAccepted),
                (true, HttpStatusCode.Unauthorized) => Interlocked.Increment(ref refused),
                _ => 0,
            };
        });
        return new DemoAnswers(accepted, notAccepted, refused, Forged, Stopwatch.GetElapsedTime(started), [.. latencies.Order()]);
    }

    /// <summary>A genuine delivery whose body was changed on the way, so that the signature is not its own.</summary>
    private async Task<HttpRequestMessage> ForgeAsync(StubEvent happened)
    {
        var request = sender.Application(endpoint, happened);
        var body = await request.Content!.ReadAsStringAsync();
        var forged = body.Replace(happened.Conversation, "cnv_forged", StringComparison.Ordinal);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(forged));
        return request;
    }
}
