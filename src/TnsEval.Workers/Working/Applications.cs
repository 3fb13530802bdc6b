using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>Asks to work on runs that are offered, one at a time, and keeps in mind which did not want this worker.</summary>
/// <param name="options">What the worker has of its own.</param>
/// <param name="worker">Who it is.</param>
/// <param name="mail">Where it is answered.</param>
/// <param name="post">The way to coordinators.</param>
/// <param name="notes">Told of what people should hear.</param>
internal sealed class Applications(WorkerOptions options, Guid worker, string mail, Post post, RunNotes notes) : IDisposable
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private readonly HashSet<Guid> _refused = [];
    private OfferedRun? _asked;
    private long _askedAt;

    public bool IsRefused(Guid session) => _refused.Contains(session);

    public bool IsAskedOf(Guid session) => _asked?.Offer.Session == session;

    /// <summary>Reads an offer; null when it cannot be read, which counts as refused.</summary>
    public Offer? Read(Delivery delivery, Guid session)
    {
        if (Letter.Read(delivery, LetterKinds.Offer, WorkersJson.Lines.Offer) is { } offer)
        {
            return offer;
        }

        _refused.Add(session);
        notes.Say("A run is offered that this worker cannot read. Install the same build of TnsEval on both.");
        return null;
    }

    /// <summary>Asks to work on a run, in place of one that did not answer.</summary>
    public Task ApplyAsync(Offer offer)
    {
        _asked?.Dispose();
        _asked = OfferedRun.Of(offer, options);
        return AskAsync(_asked);
    }

    /// <summary>Asks again when there has been no answer for a while.</summary>
    public Task RepeatAsync() => _asked is { } asked && options.Time.GetElapsedTime(_askedAt) >= AnswerPatience ? AskAsync(asked) : Task.CompletedTask;

    /// <summary>The run that was asked for, now that it gave a share; whoever takes it disposes it. Null when it was not asked for, or could not be worked on.</summary>
    public OfferedRun? TakeAccepted(Guid session)
    {
        if (!IsAskedOf(session) || _asked!.Problems.Count > 0)
        {
            return null;
        }

        var accepted = _asked;
        _asked = null;
        return accepted;
    }

    /// <summary>Takes a refusal; false when it is none of a run that was asked for.</summary>
    public bool TryRefuse(Refusal refusal)
    {
        if (!IsAskedOf(refusal.Session))
        {
            return false;
        }

        notes.Say($"{_asked!.Offer.Manifest.Id}: refused. {string.Join(" ", refusal.Reasons)}");
        _refused.Add(refusal.Session);
        _asked.Dispose();
        _asked = null;
        return true;
    }

    /// <summary>Takes that a run speaks another version; false when that is known.</summary>
    public bool TryRefuse(Guid session, int version)
    {
        if (!_refused.Add(session))
        {
            return false;
        }

        notes.Say($"A run is offered in version {version} of the protocol; this worker speaks version {Letter.Version}. Install the same build of TnsEval on both.");
        return true;
    }

    public void Dispose() => _asked?.Dispose();

    private Task AskAsync(OfferedRun asked)
    {
        _askedAt = options.Time.GetTimestamp();
        var join = new Join
        {
            Session = asked.Offer.Session,
            Worker = worker,
            Name = options.Name,
            Mail = mail,
            Cap = options.Cap,
            Facts = asked.Facts,
            Problems = [.. asked.Problems.Select(problem => problem.ToString())],
        };
        return post.SendAsync(new RunQueues(asked.Offer.Manifest.Id).Coordinator, Letter.Of(LetterKinds.Join, join, WorkersJson.Lines.Join, join.Session));
    }
}
