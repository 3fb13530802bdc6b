namespace TnsTriage.Front.Escalation;

/// <summary>
/// A text in the comment of a decision by which the comment is known again. Keep the one that was made first: after a merge the
/// conversation has another id and the
/// old comment.
/// </summary>
/// <param name="Conversation">The conversation that was decided on, under the id it had then.</param>
/// <param name="Message">The message that was decided on.</param>
public readonly record struct CommentMarker(ConversationId Conversation, MessageId Message)
{
    /// <summary>The text itself: <c>tnstriage:cnv_1:msg_2:v1</c>.</summary>
    public string Text => $"tnstriage:{Conversation}:{Message}:v1";

    /// <summary>Whether a comment holds this marker, and not a longer one that begins like it.</summary>
    public bool IsIn(string? comment)
    {
        for (var at = comment?.IndexOf(Text, StringComparison.Ordinal) ?? -1; at >= 0; at = comment!.IndexOf(Text, at + 1, StringComparison.Ordinal))
        {
            var end = at + Text.Length;
            if (end == comment!.Length || !(char.IsAsciiLetterOrDigit(comment[end]) || comment[end] == '_'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same as <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
