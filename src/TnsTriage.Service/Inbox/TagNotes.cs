using TnsTriage.Front;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Inbox;

/// <summary>A person put a tag on a conversation, or took it off.</summary>
internal sealed record TagNote(ConversationId Conversation, TagId Tag, bool IsOn, DateTimeOffset At);

/// <summary>Takes what people say by tags to the ledger; when it ends, it is stored.</summary>
internal interface ITagNotes
{
    /// <summary>Whether that takes the ledger now.</summary>
    bool NeedLedger { get; }

    /// <exception cref="Storage.StorageUnavailableException">It was not stored.</exception>
    Task NoteAsync(TagNote note);
}

/// <summary>For a process that has the ledger.</summary>
internal sealed class LedgerTagNotes(ILedger ledger) : ITagNotes
{
    public bool NeedLedger => true;

    public Task NoteAsync(TagNote note) => ledger.NoteTagAsync(note.Conversation, note.Tag, note.IsOn, note.At);
}
