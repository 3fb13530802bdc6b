namespace TnsEval.EvalSets.Import;

/// <summary>Why a row is not a case.</summary>
/// <param name="Code">One word for scripts and counts.</param>
/// <param name="What">What is wrong; holds no ticket text.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record RejectReason(string Code, string What, string Fix)
{
    public static RejectReason NoLabel { get; } = new("no_label", "it has no label", "Add \"label\": escalate or benign");

    public static RejectReason NoSeverity { get; } = new("no_severity", "it has no severity", "Add \"severity\"");

    public static RejectReason NoCategory { get; } = new("no_category", "it escalates and has no category", "Add \"categories\", first the one that sets the severity");

    public static RejectReason NoKind { get; } = new("no_hard_negative_kind", "it is benign and has no hard-negative kind", "Add one to \"stress\", or ordinary");

    /// <summary>Stays with a row until a person takes it out, so that what a model said is never a label by itself.</summary>
    public static RejectReason Unconfirmed { get; } = new(
        "unconfirmed", "its categories and severity are what the champion found", "Correct them where they are wrong, and take \"unconfirmed\" out of \"reasons\"");

    public static RejectReason NoWhy { get; } = new("no_why", "nothing says why it has its label", "Add \"why\": the deciding fact and the rule");

    public static RejectReason NoId { get; } = new("no_id", "the column of the id is empty", "Add an id, or leave ids to the import");

    public static RejectReason UnusableId { get; } = new("unusable_id", "its id is no short name, or reveals the label", "Use letters, digits, '-', '_' and '.', such as t-0417");

    public static RejectReason UnknownStressTag { get; } = new("unknown_stress_tag", "its stress tags hold an unknown one", "Use the tags that tnseval sets check counts");

    public static RejectReason UnknownLanguage { get; } = new("unknown_language", "its language is not a BCP-47 tag", "Write a tag such as en, es, pt-BR or zh-Hant");

    public static RejectReason IdTaken { get; } = new("id_taken", "another row has its id", "Give it another id, or leave ids to the import");

    public static RejectReason Thread { get; } = new("invalid", "its thread is not a list of messages with from and body", "Write {\"from\": \"sender\" or \"agent\", \"body\": text} for each");

    public static RejectReason StrayQuote { get; } = new("stray_quote", "a quoted value does not end where the next one begins", "Double quotes inside a value, and close each value");

    public static RejectReason NoLabelTag { get; } = new(
        "no_label_tag", $"its conversation has neither tag {FrontRows.ConfirmedTag} nor {FrontRows.FalseAlarmTag}", "Tag it in Front, or add \"label\"");

    public static RejectReason TwoLabelTags { get; } = new(
        "two_label_tags", $"its conversation has both tags, {FrontRows.ConfirmedTag} and {FrontRows.FalseAlarmTag}", "Remove the wrong one in Front, or add \"label\"");

    public static RejectReason NoConversation { get; } = new("no_conversation", "the export lacks the conversation of its messages", "Export the conversation too: its tags are the label");

    public static RejectReason NoInboundMessage { get; } = new("no_inbound_message", "its conversation has no message from outside", "Export all its messages; else there is nothing to classify");

    public static RejectReason Withheld { get; } = new("withheld", "Front withholds the text of its newest message from outside", "Leave it out: there is nothing to classify");

    public static RejectReason MissingMessages { get; } = new("missing_messages", "the export lacks messages of its conversation", "Export every page of its messages: the newest one is the ticket");

    public static RejectReason NoMessageTime { get; } = new("no_message_time", "a message of its conversation has no created_at", "Export the messages again: their order is not known");

    /// <summary>A row with more or fewer values than the header has columns.</summary>
    public static RejectReason FieldCount(int values, int columns) => new(
        "field_count", $"it has {values} values, the header has {columns} columns", "Put values with delimiters or line breaks in quotes");

    /// <summary>A value that is none of the names it could be; it is not repeated.</summary>
    public static RejectReason Unknown(string field, IReadOnlyList<string> names) => new($"unknown_{field}", $"its {field} is unknown", $"Use one of {string.Join(", ", names)}");

    /// <summary>What the reader of eval sets has against it, such as a label that contradicts the severity, or a line that is no JSON.</summary>
    public static RejectReason Invalid(string what, string fix) => new("invalid", what, fix);
}
