using TnsTriage.Conversations;

namespace TnsTriage.Tests.Conversations;

public sealed class ConversationTicketTests
{
    [Fact]
    public void The_newest_message_from_outside_is_the_body_what_came_before_the_thread_and_what_came_after_is_left_out()
    {
        SentMessage[] sent = [Message("first"), Message("answer", isInbound: false), Message("newest", files: "a.pdf"), Message("late answer", isInbound: false)];

        var ticket = ConversationTicket.Of("A question", sent, ConversationTicket.Newest(sent));

        (ticket.Subject, ticket.Body).ShouldBe(("A question", "[attachment: a.pdf]\n\nnewest"));
        ticket.Thread.ShouldBe([new ThreadMessage(ThreadAuthor.Sender, "first"), new ThreadMessage(ThreadAuthor.Agent, "answer")]);
    }

    [Theory]
    [InlineData(null, "its own")]
    [InlineData("", "its own")]
    [InlineData("the conversation's", "the conversation's")]
    public void A_conversation_without_a_subject_has_that_of_its_newest_message(string? subject, string expected) =>
        ConversationTicket.Of(subject, [Message("text")], newest: 0).Subject.ShouldBe(expected);

    [Fact]
    public void Where_nobody_outside_wrote_there_is_no_newest_message() =>
        ConversationTicket.Newest([Message("outbound", isInbound: false)]).ShouldBe(-1);

    [Theory]
    [InlineData("[REDACTED]", true)]
    [InlineData(" [REDACTED]\n", true)]
    [InlineData("My name is [REDACTED]", false)]
    public void A_text_that_Front_keeps_back_is_none(string text, bool isWithheld) => Message(text).IsWithheld.ShouldBe(isWithheld);

    private static SentMessage Message(string text, bool isInbound = true, params string[] files) =>
        new(isInbound, "its own", text, [.. files.Select(name => new AttachedFile(name, "application/pdf", IsInline: false))]);
}
