using TnsTriage.Front.Api;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Front.Tests.Webhooks;

public sealed class FrontEventTests
{
    [Theory]
    [InlineData("app-inbound.full", "evt_9k1")]
    [InlineData("app-inbound.lean", "evt_9k1")]
    [InlineData("rule-inbound.full", "evt_9k8")]
    [InlineData("rule-inbound.preview", "evt_9k1")]
    [InlineData("rule-inbound.noncanonical", "evt_9k1")]
    public void Every_shape_of_a_delivery_tells_event_conversation_and_message(string id, string @event)
    {
        var read = Read(id).Event;

        read.Id.ShouldBe(new EventId(@event));
        read.Type.ShouldBe("inbound");
        read.EmittedAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1771230000250));
        read.Conversation.ShouldBe(new ConversationId("cnv_9k1"));
        read.Message.ShouldBe(new MessageId("msg_9k1a"));
        read.SourceType.ShouldBe("inboxes");
    }

    [Fact]
    public void Inboxes_of_a_full_delivery_are_told() => Read("app-inbound.full").Event.SourceIds.ShouldBe(["inb_s1"]);

    [Fact]
    public void A_preview_that_names_no_inbox_is_read_all_the_same() => Read("rule-inbound.preview").Event.SourceIds.ShouldBeEmpty();

    [Fact]
    public void An_application_names_its_company_and_a_rule_does_not()
    {
        Read("app-inbound.full").Company.ShouldBe("cmp_grace");
        Read("rule-inbound.full").Company.ShouldBeNull();
    }

    [Fact]
    public void Old_and_new_fields_that_we_do_not_know_are_passed_over() => Read("app-inbound.unicode-legacy").Event.Conversation.ShouldBe(new ConversationId("cnv_9k2"));

    [Fact]
    public void A_merge_tells_which_conversations_are_gone() =>
        Read("app-merged").Event.MergedConversations.ShouldBe([new ConversationId("cnv_9k1"), new ConversationId("cnv_9k5")]);

    [Theory]
    [InlineData("app-inbound.full", false, Touch.Triage)]
    [InlineData("rule-inbound.preview", false, Touch.Triage)]
    [InlineData("app-inbound.full", true, Touch.Seen)]
    [InlineData("app-tag.own-echo", false, Touch.Echo)]
    [InlineData("app-merged", true, Touch.Merged)]
    [InlineData("app-unknown-type", false, Touch.Other)]
    public void Only_the_first_inbound_event_of_a_conversation_starts_a_triage(string id, bool isSeen, Touch touch) =>
        FirstTouch.Judge(Read(id).Event, _ => isSeen).ShouldBe(touch);

    [Fact]
    public void What_an_agent_does_starts_no_triage() =>
        FirstTouch.Judge(Event("archive", "teammate"), _ => false).ShouldBe(Touch.Other);

    [Fact]
    public void A_message_that_arrived_by_API_is_no_echo() =>
        FirstTouch.Judge(Event("inbound", "api"), _ => false).ShouldBe(Touch.Triage);

    private static FrontEvent Event(string type, string source) =>
        new() { Id = new EventId("evt_1"), Type = type, EmittedAt = DateTimeOffset.UnixEpoch, Conversation = A.ConversationId, SourceType = source };

    private static WebhookVerification.Accepted Read(string id)
    {
        using var cases = new SignatureCases(SignatureCases.OwnFolder);
        return cases.Verify(cases.Case(id)).ShouldBeOfType<WebhookVerification.Accepted>();
    }
}
