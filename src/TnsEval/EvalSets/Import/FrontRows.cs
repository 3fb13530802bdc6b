using System.Text.Json;
using TnsTriage;
using TnsTriage.Conversations;

namespace TnsEval.EvalSets.Import;

/// <summary>
/// The conversations of a Front export, each a row: what of them is the ticket, <see cref="ConversationTicket"/> says, as it does for the service.
/// </summary>
internal sealed class FrontRows(IReadOnlyList<(string Path, string Name)> sources, ColumnMap map) : IRowSource
{
    /// <summary>Trust and Safety agreed with the alarm.</summary>
    public const string ConfirmedTag = "tns/confirmed";

    /// <summary>Trust and Safety did not.</summary>
    public const string FalseAlarmTag = "tns/false-alarm";

    private static readonly ImportField[] Mappable = [ImportField.Language, ImportField.Severity, ImportField.Categories, ImportField.Stress, ImportField.Why, ImportField.Id];

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly List<Problem> _notes = [];
    private readonly FrontExport _export = new();
    private int _drafts, _laterMessages, _withAttachments;

    public IReadOnlyList<Problem> Notes => _notes;

    public IReadOnlyList<Problem> Check()
    {
        List<Problem> problems =
        [
            .. Enum.GetValues<ImportField>().Where(field => map.IsNamed(field) && !Mappable.Contains(field)).Select(field => new Problem(
                "--map",
                $"field \"{WireName<ImportField>.Of(field)}\" of a Front export is not taken from a column",
                $"Map custom fields to {string.Join(", ", Mappable.Select(WireName<ImportField>.Of))}; subject, body and label come from conversation, messages and tags")),
        ];
        var passedOver = 0;
        foreach (var (path, name) in sources.SelectMany(Files))
        {
            passedOver += Read(path, name, problems) == 0 ? 1 : 0;
        }

        if (problems.Count == 0 && !_export.Conversations.Any())
        {
            problems.Add(new Problem(sources[0].Name, "holds neither a conversation nor a message", "Name the folder with the JSON that Front's API answered; other JSON is imported from a .jsonl file, one object a line"));
        }

        Note(passedOver, "JSON files hold neither conversation nor message and were passed over");
        return problems;
    }

    public IEnumerable<ImportRow> Rows()
    {
        foreach (var (id, where, conversation, messages, isCut) in _export.Conversations)
        {
            yield return Row(id, $"{where} ({(id.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? id : "no id")})", conversation, messages, isCut);
        }

        Note(_drafts, "drafts were left out");
        Note(_laterMessages, "messages sent after the newest inbound message were left out");
        Note(_withAttachments, "messages have attachments, of which the names stand in the text");
    }

    private ImportRow Row(string id, string where, FrontConversation? conversation, IReadOnlyList<FrontMessage> messages, bool isCut)
    {
        FrontMessage[] ordered = [.. messages.Where(message => !message.IsDraft).OrderBy(message => message.CreatedAt ?? 0)];
        SentMessage[] sent = [.. ordered.Select(message => message.Content)];
        var newest = ConversationTicket.Newest(sent);
        _drafts += messages.Count - sent.Length;
        _laterMessages += newest < 0 ? 0 : sent.Length - 1 - newest;
        _withAttachments += sent[..(newest + 1)].Count(message => AttachmentNames.Count(message.Files) > 0);
        var ticket = newest < 0 ? new Ticket { Subject = conversation?.Subject ?? "", Body = "" } : ConversationTicket.Of(conversation?.Subject, sent, newest);
        var (label, faults) = Judge(conversation, ordered, newest, isCut);
        return ImportRow.Of(where, field => Value(field, id, conversation)) with
        {
            Subject = ticket.Subject,
            Body = ticket.Body,
            Thread = ticket.Thread,
            Label = label is { } kind ? WireName<LabelKind>.Of(kind) : null,
            Faults = faults,
        };
    }

    private static (LabelKind? Label, IReadOnlyList<RejectReason> Faults) Judge(FrontConversation? conversation, FrontMessage[] sent, int newest, bool isCut)
    {
        var (isConfirmed, isFalseAlarm) = (HasTag(conversation, ConfirmedTag), HasTag(conversation, FalseAlarmTag));
        LabelKind? label = isConfirmed == isFalseAlarm ? null : isConfirmed ? LabelKind.Escalate : LabelKind.Benign;
        RejectReason?[] faults =
        [
            conversation is null ? RejectReason.NoConversation
                : isConfirmed && isFalseAlarm ? RejectReason.TwoLabelTags
                : label is null ? RejectReason.NoLabelTag
                : null,
            newest < 0 ? RejectReason.NoInboundMessage : isCut ? RejectReason.MissingMessages : sent[newest].Content.IsWithheld ? RejectReason.Withheld : null,
            sent.Length > 1 && sent.Any(message => message.CreatedAt is null) ? RejectReason.NoMessageTime : null,
        ];
        return (label, [.. faults.OfType<RejectReason>()]);
    }

    private string? Value(ImportField field, string id, FrontConversation? conversation) =>
        !map.IsNamed(field) ? null
        : map.ColumnOf(field) == "id" ? id
        : conversation?.CustomFields.GetValueOrDefault(map.ColumnOf(field)!);

    private static bool HasTag(FrontConversation? conversation, string tag) =>
        conversation?.Tags.Any(name => name.Trim().Equals(tag, StringComparison.OrdinalIgnoreCase)) == true;

    private static IEnumerable<(string Path, string Name)> Files((string Path, string Name) source) =>
        Directory.Exists(source.Path)
            ? Directory.EnumerateFiles(source.Path, "*.json", new EnumerationOptions { RecurseSubdirectories = true })
                .Order(StringComparer.Ordinal)
                .Select(file => (file, Path.Combine(source.Name, Path.GetRelativePath(source.Path, file))))
            : [source];

    private int Read(string path, string name, List<Problem> problems)
    {
        if (SourceText.Detect(path, name, _notes, problems) is not { } encoding)
        {
            return 0;
        }

        try
        {
            using var stream = SourceText.OpenAsUtf8(path, encoding);
            using var document = JsonDocument.Parse(stream, Lenient);
            return _export.Add(document.RootElement, name);
        }
        catch (JsonException e)
        {
            problems.Add(new Problem($"{name}:{e.LineNumber + 1}", "not valid JSON", "Export it again, or leave the file out"));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(name, "holds a \\u escape that is half of a surrogate pair", "Write both halves, or the character itself"));
        }

        return 0;
    }

    private void Note(int count, string what)
    {
        if (count > 0)
        {
            _notes.Add(new Problem(sources[0].Name, $"{count} {what}", "Nothing to do if that is meant"));
        }
    }
}
