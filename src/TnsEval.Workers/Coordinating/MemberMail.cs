using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// What the coordinator says to workers and hears of them: offers the run, takes in who may work on it, and tells everybody their share. Safe to use from many threads.
/// </summary>
internal sealed class MemberMail : IAsyncDisposable
{
    private readonly Offer _offer;
    private readonly Letter _offerLetter;
    private readonly OpenJobs _open;
    private readonly ResultCounts _counts;
    private readonly RunNotes _notes;
    private readonly Post _post;

    /// <param name="connection">The way to the broker.</param>
    /// <param name="lobby">Where workers hear of runs.</param>
    /// <param name="offer">The run.</param>
    /// <param name="members">Those who work on it.</param>
    /// <param name="open">Its jobs, which a fault at a worker ends.</param>
    /// <param name="counts">Of what cannot be read.</param>
    /// <param name="notes">Told who comes and goes.</param>
    /// <param name="time">The clock.</param>
    public MemberMail(BrokerConnection connection, string lobby, Offer offer, Members members, OpenJobs open, ResultCounts counts, RunNotes notes, TimeProvider time)
    {
        (_offer, Members, _open, _counts, _notes) = (offer, members, open, counts, notes);
        _offerLetter = Letter.Of(LetterKinds.Offer, offer, WorkersJson.Lines.Offer, offer.Session);
        _post = new Post(connection, lobby, time, TakeReturn);
    }

    public Members Members { get; }

    private Guid Session => _offer.Session;

    /// <summary>Offers the run to everybody, and tells every member its share again: it may have been lost, and comes back where nobody is.</summary>
    public async Task SayAsync()
    {
        await _post.SendToAllAsync(_offerLetter);
        foreach (var silent in Members.RemoveSilent(WorkersBroker.Silence))
        {
            _notes.Say($"Worker {silent.Join.Name} has been silent for {WorkersBroker.Silence.TotalSeconds:0} s: its share goes to the others.");
        }

        foreach (var (member, order, calls) in Members.Shares())
        {
            await SendShareAsync(member, order, calls);
        }

        await ShareOutAsync();
    }

    /// <summary>Nobody is to begin anything any more.</summary>
    public async Task CloseAsync()
    {
        Members.Close();
        await ShareOutAsync();
    }

    /// <summary>Tells everybody that the session is over.</summary>
    public Task SayOverAsync() => _post.SendToAllAsync(Letter.Of(LetterKinds.Over, new SessionOver(Session), WorkersJson.Lines.SessionOver, Session));

    public async Task TakeAsync(Delivery delivery)
    {
        await delivery.AckAsync();
        switch (Letter.KindOf(delivery))
        {
            case LetterKinds.Join when Letter.Read(delivery, LetterKinds.Join, WorkersJson.Lines.Join) is { } join && join.Session == Session:
                await TakeJoinAsync(join);
                break;
            case LetterKinds.Status when Letter.Read(delivery, LetterKinds.Status, WorkersJson.Lines.WorkerStatus) is { } status && status.Session == Session:
                if (Members.Heard(status) is { } back)
                {
                    _notes.Say($"Worker {back.Join.Name} is back.");
                }

                await ShareOutAsync();
                break;
            case LetterKinds.Left when Letter.Read(delivery, LetterKinds.Left, WorkersJson.Lines.WorkerStatus) is { } status && status.Session == Session:
                Members.Heard(status);
                if (Members.Remove(status.Worker) is { } left)
                {
                    _notes.Detail($"Worker {left.Join.Name} left.");
                }

                await ShareOutAsync();
                break;
            case LetterKinds.Fault when Letter.Read(delivery, LetterKinds.Fault, WorkersJson.Lines.WorkerFault) is { } fault && fault.Session == Session:
                _open.Stop($"worker {Members.NameOf(fault.Worker)}: {fault.What.TrimEnd('.')}", fault.Fix);
                break;
            case null when Letter.VersionOf(delivery) is { } version:
                _notes.Say($"A worker that speaks version {version} of the protocol was refused; this is version {Letter.Version}. Install the same build of TnsEval on both.");
                break;
            default:
                _counts.AddUnreadableUnless(Letter.SessionOf(delivery) is { } session && session != Session);
                break;
        }
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    private async Task TakeJoinAsync(Join join)
    {
        string[] reasons = [.. join.Problems, .. join.Problems.Count > 0 ? [] : Facts.Differences(join.Facts, _offer.Wanted)];
        if (reasons.Length > 0)
        {
            _notes.Say($"Worker {join.Name} is refused: {string.Join(" ", reasons)}");
            await _post.SendAsync(join.Mail, Letter.Of(LetterKinds.Refusal, new Refusal(Session, reasons), WorkersJson.Lines.Refusal, Session));
            return;
        }

        if (Members.Add(join))
        {
            _notes.Detail($"Worker {join.Name} joined.");
        }

        await ShareOutAsync();
    }

    private async Task ShareOutAsync()
    {
        foreach (var (member, order, calls) in Members.Divide())
        {
            _notes.Detail($"Worker {member.Join.Name}: {calls} calls at once.");
            await SendShareAsync(member, order, calls);
        }
    }

    private Task SendShareAsync(Member member, int order, int calls) =>
        _post.SendAsync(member.Join.Mail, Letter.Of(LetterKinds.Share, new Share(Session, order, calls), WorkersJson.Lines.Share, Session));

    /// <summary>A worker's mail ends with its connection, so one that was killed is missed when its share is told again, and not only by its silence.</summary>
    private void TakeReturn(string mail)
    {
        if (Members.RemoveByMail(mail) is { } gone)
        {
            _notes.Say($"Worker {gone.Join.Name} is gone: its share goes to the others.");
            _ = Task.Run(ShareOutAsync);   // not here, where the connection reads
        }
    }
}
