using TnsEval.Testing;
using TnsTriage.Front.Webhooks;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests.Webhooks;

/// <summary>What the stand-in sends is what the verifier takes: the two are written apart.</summary>
public sealed class StubWebhookTests
{
    private static readonly Uri Endpoint = new("http://127.0.0.1/hook");

    private readonly ManualTimeProvider _time = new();
    private readonly StubCompany _company;
    private readonly WebhookSender _sender;
    private readonly WebhookVerifier _verifier;

    public StubWebhookTests()
    {
        _company = new StubCompany(_time);
        _sender = new WebhookSender(_company, new StubFrontOptions(), _time);
        _verifier = new WebhookVerifier(A.Options(), _time);
    }

    [Fact]
    public async Task A_new_conversation_is_told_in_both_schemes()
    {
        var (conversation, @event) = _company.Begin("Help", new StubMessage("<p>Grüße & \"Segen\" 🙏</p>"));
        (WebhookScheme Scheme, HttpRequestMessage Request)[] deliveries =
        [
            (WebhookScheme.Application, _sender.Application(Endpoint, @event!)),
            (WebhookScheme.Rule, _sender.Rule(Endpoint, @event!)),
            (WebhookScheme.Rule, _sender.Rule(Endpoint, @event!, isPreview: true)),
        ];

        foreach (var (scheme, request) in deliveries)
        {
            var read = (await VerifyAsync(scheme, request)).ShouldBeOfType<WebhookVerification.Accepted>().Event;
            read.Conversation.ShouldBe(new ConversationId(conversation.Id));
            read.Message.ShouldBe(new MessageId(conversation.Messages[0].Id));
            FirstTouch.Judge(read, _ => false).ShouldBe(Touch.Triage);
        }
    }

    [Fact]
    public async Task A_handshake_is_understood() =>
        (await VerifyAsync(WebhookScheme.Application, _sender.Handshake(Endpoint, "abc"))).ShouldBeOfType<WebhookVerification.Handshake>()
            .Answer.ToArray().ShouldBe("{\"challenge\":\"abc\"}"u8.ToArray());

    [Fact]
    public async Task A_delivery_sent_again_after_the_window_is_refused()
    {
        var (_, @event) = _company.Begin("Help", new StubMessage("text"));
        var delivery = _sender.Application(Endpoint, @event!);
        _time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));

        (await VerifyAsync(WebhookScheme.Application, delivery)).ShouldBe(new WebhookVerification.Refused(WebhookRefusal.TooOld) { Event = new EventId(@event!.Id) });
    }

    [Fact]
    public async Task A_merge_is_told()
    {
        var (first, _) = _company.Begin("One", new StubMessage("text"));
        var (second, _) = _company.Begin("Two", new StubMessage("text"));

        var read = (await VerifyAsync(WebhookScheme.Application, _sender.Application(Endpoint, _company.Merge(first.Id, second.Id)))).ShouldBeOfType<WebhookVerification.Accepted>().Event;

        read.MergedConversations.ShouldBe([new ConversationId(first.Id)]);
        read.Conversation.ShouldBe(new ConversationId(second.Id));
    }

    private async Task<WebhookVerification> VerifyAsync(WebhookScheme scheme, HttpRequestMessage request)
    {
        var body = await request.Content!.ReadAsByteArrayAsync();
        return _verifier.Verify(scheme, body, new WebhookHeaders(Header(WebhookHeaders.SignatureName), Header(WebhookHeaders.TimestampName), Header(WebhookHeaders.ChallengeName)));

        string? Header(string name) => request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }
}
