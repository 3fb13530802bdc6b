namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>Through the broker, to a process that has the ledger: a webhook must not wait for it.</summary>
internal sealed class RabbitTagNotes(RabbitBroker broker) : ITagNotes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public bool NeedLedger => false;

    public Task NoteAsync(TagNote note) => broker.PublishAsync(broker.Topology.Notes, RabbitNote.Write(note), Patience);
}
