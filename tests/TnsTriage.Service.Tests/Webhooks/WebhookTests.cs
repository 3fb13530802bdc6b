using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;
using Microsoft.Extensions.DependencyInjection;

namespace TnsTriage.Service.Tests.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    private Desk _desk = null!;

    private Uri RuleWebhooks => new(_desk.Webhooks, "/webhooks/front/rule");

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task A_handshake_is_answered_with_its_challenge()
    {
        using var response = await _desk.GetResponseAsync(_desk.Sender.Handshake(_desk.Webhooks, "a-challenge"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"challenge":"a-challenge"}""");
    }

    [Fact]
    public async Task An_event_is_durable_before_it_is_answered()
    {
        (await _desk.DeliverAsync(Inbound())).ShouldBe(HttpStatusCode.Accepted);

        await _desk.RestartAsync();
        (await _desk.Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rule_webhooks_are_taken_at_their_own_address_full_and_as_previews(bool isPreview)
    {
        (await _desk.SendAsync(_desk.Sender.Rule(RuleWebhooks, Inbound(), isPreview))).ShouldBe(HttpStatusCode.Accepted);

        (await _desk.Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_takes_one_scheme_whatever_the_headers_say()
    {
        await ShouldBeRefusedAsync(_desk.Sender.Rule(_desk.Webhooks, Inbound()));
        await ShouldBeRefusedAsync(_desk.Sender.Application(RuleWebhooks, Inbound()));
    }

    [Fact]
    public async Task A_scheme_without_a_key_has_no_address()
    {
        await using var desk = await Desk.OpenAsync(set: settings => settings.Remove("TnsTriage:Front:RuleSecret"));

        var (_, happened) = desk.Front.Company.Begin("A question", new StubMessage("Hello"));

        (await desk.SendAsync(desk.Sender.Rule(new Uri(desk.Webhooks, "/webhooks/front/rule"), happened!))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("no signature")]
    [InlineData("not base64")]
    [InlineData("another key")]
    [InlineData("another body")]
    [InlineData("another time")]
    [InlineData("given twice")]
    [InlineData("expired")]
    [InlineData("from the future")]
    public async Task What_is_not_shown_to_be_genuine_gets_401_and_no_word_more(string flaw)
    {
        var happened = Inbound();
        var request = flaw switch
        {
            "expired" => _desk.Sender.Application(_desk.Webhooks, happened, _desk.Time.GetUtcNow() - TimeSpan.FromMinutes(6)),
            "from the future" => _desk.Sender.Application(_desk.Webhooks, happened, _desk.Time.GetUtcNow() + TimeSpan.FromMinutes(6)),
            "another key" => new WebhookSender(_desk.Front.Company, new StubFrontOptions { ApplicationSecret = "another" }, _desk.Time).Application(_desk.Webhooks, happened),
            _ => _desk.Sender.Application(_desk.Webhooks, happened),
        };
        switch (flaw)
        {
            case "no signature":
                request.Headers.Remove("X-Front-Signature");
                break;
            case "not base64":
                request.Headers.Remove("X-Front-Signature");
                request.Headers.Add("X-Front-Signature", "this is not base64!");
                break;
            case "another body":
                request.Content = new ByteArrayContent([.. await request.Content!.ReadAsByteArrayAsync(), (byte)' ']);
                break;
            case "another time":
                request.Headers.Remove("X-Front-Request-Timestamp");
                request.Headers.Add("X-Front-Request-Timestamp", $"{_desk.Time.GetUtcNow().ToUnixTimeMilliseconds() + 1}");
                break;
            case "given twice":
                request.Headers.Add("X-Front-Signature", request.Headers.GetValues("X-Front-Signature").Single());
                break;
        }

        await ShouldBeRefusedAsync(request);
    }

    [Fact]
    public async Task A_stale_delivery_that_was_signed_rightly_is_logged_by_its_event()
    {
        var happened = Inbound();

        await _desk.SendAsync(_desk.Sender.Application(_desk.Webhooks, happened, _desk.Time.GetUtcNow() - TimeSpan.FromMinutes(6)));

        _desk.Log.Lines.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"Event {happened.Id} was signed rightly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliveries_are_counted_by_what_became_of_them()
    {
        var factory = _desk.Services.GetRequiredService<IMeterFactory>();
        List<string> results = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "tnstriage.webhooks" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => results.AddRange(tags.ToArray().Where(tag => tag.Key == "result").Select(tag => (string)tag.Value!)));
        listener.Start();
        var happened = Inbound();

        await _desk.DeliverAsync(happened);
        await _desk.DeliverAsync(happened);
        await _desk.SendAsync(_desk.Sender.Application(_desk.Webhooks, happened, _desk.Time.GetUtcNow() - TimeSpan.FromMinutes(6)));
        await _desk.SendAsync(_desk.Sender.Rule(_desk.Webhooks, happened));

        results.ShouldBe(["enqueued", "duplicate", "stale", "unverified"]);
    }

    [Fact]
    public async Task A_delivery_replayed_within_the_window_does_nothing_twice()
    {
        var happened = Inbound();
        await _desk.DeliverAsync(happened);
        await _desk.WorkAsync();
        var writes = _desk.Front.Writes.Count;

        (await _desk.DeliverAsync(happened)).ShouldBe(HttpStatusCode.Accepted);
        await _desk.WorkAsync();

        (_desk.Front.Writes.Count, _desk.Model.Calls).ShouldBe((writes, 1));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Unauthorized)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Two_megabytes_are_read_and_not_a_byte_more(int over, HttpStatusCode expected)
    {
        var body = new byte[(2 * 1024 * 1024) + over];

        (await _desk.SendAsync(new HttpRequestMessage(HttpMethod.Post, _desk.Webhooks) { Content = new ByteArrayContent(body) })).ShouldBe(expected);
        (await _desk.SendAsync(new HttpRequestMessage(HttpMethod.Post, _desk.Webhooks)
        {
            Content = new ByteArrayContent(body),
            Headers = { TransferEncodingChunked = true },
        })).ShouldBe(expected);
    }

    [Fact]
    public async Task A_genuine_event_of_nearly_two_megabytes_is_taken()
    {
        var (_, happened) = _desk.Front.Company.Begin("Long", new StubMessage(new string('a', 900_000)));   // a webhook carries the text twice

        (await _desk.DeliverAsync(happened!)).ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("tag", "api")]
    [InlineData("comment", "oauth_client")]
    [InlineData("archive", "teammate")]
    [InlineData("a_kind_to_come", "rule")]
    public async Task What_calls_for_nothing_is_acknowledged_and_not_stored(string type, string source)
    {
        var happened = Inbound() with { Type = type, SourceType = source };

        (await _desk.DeliverAsync(happened)).ShouldBe(HttpStatusCode.OK);

        (await _desk.Inbox.CountAsync()).Due.ShouldBe(0);
    }

    [Fact]
    public async Task A_genuine_body_that_is_no_event_is_acknowledged_and_told_to_an_operator()
    {
        var body = Encoding.UTF8.GetBytes("""{"type":"inbound_received","payload":{"id":"evt_1"}}""");
        var timestamp = $"{_desk.Time.GetUtcNow().ToUnixTimeMilliseconds()}";
        var key = Encoding.UTF8.GetBytes(new StubFrontOptions().ApplicationSecret);
        var signature = System.Security.Cryptography.HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}:"), .. body]);
        var request = new HttpRequestMessage(HttpMethod.Post, _desk.Webhooks)
        {
            Content = new ByteArrayContent(body),
            Headers = { { "X-Front-Signature", Convert.ToBase64String(signature) }, { "X-Front-Request-Timestamp", timestamp } },
        };

        (await _desk.SendAsync(request)).ShouldBe(HttpStatusCode.OK);

        _desk.Log.Lines.ShouldContain(line => line.Contains("no event that can be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_nothing_can_be_stored_Front_is_asked_to_come_again()
    {
        var database = _desk.Services.GetRequiredKeyedService<SqliteDatabase>("inbox");
        await database.WriteAsync(session => session.Number("PRAGMA max_page_count = 1"));
        var happened = Inbound();

        // Pages that are already in the file take a few events more.
        HttpStatusCode status;
        while ((status = await _desk.DeliverAsync(happened)) == HttpStatusCode.Accepted)
        {
            happened = Inbound();
        }

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var refused = await _desk.GetResponseAsync(_desk.Sender.Application(_desk.Webhooks, happened));
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await database.WriteAsync(session => session.Number("PRAGMA max_page_count = 100000"));
        (await _desk.DeliverAsync(happened)).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_inbox_that_does_not_answer_is_not_waited_for_longer_than_Front_waits()
    {
        await using var desk = await Desk.OpenAsync(configure: services => services.AddSingleton<IInbox, InboxThatHangs>());
        var (_, happened) = desk.Front.Company.Begin("A question", new StubMessage("Hello"));

        var status = await desk.RunAsync(desk.DeliverAsync(happened!));

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private StubEvent Inbound() => _desk.Front.Company.Begin("A question", new StubMessage("How do I print labels?")).Event!;

    private async Task ShouldBeRefusedAsync(HttpRequestMessage request)
    {
        using var response = await _desk.GetResponseAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        (await _desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
    }

    private sealed class InboxThatHangs : UnusedInbox
    {
        public override Task<Enqueued> EnqueueAsync(InboxEvent @event) => new TaskCompletionSource<Enqueued>().Task;
    }
}
