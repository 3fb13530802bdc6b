namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>For a process that has no ledger: through the broker, to one that has.</summary>
internal sealed class RabbitTagNotes(RabbitBroker broker) : ITagNotes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Task NoteAsync(TagNote note) => broker.PublishAsync(broker.Topology.Notes, RabbitNote.Write(note), Patience);
}
