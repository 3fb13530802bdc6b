using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>Waits for runs and works on them, one after the other, until it is stopped.</summary>
/// <param name="broker">Where runs are offered.</param>
/// <param name="options">What it has of its own.</param>
/// <param name="notes">Is told what people should hear.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "What it owns lives and ends within RunAsync.")]
public sealed class Worker(WorkersBroker broker, WorkerOptions options, RunNotes notes)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private readonly Guid _id = Guid.NewGuid();
    private readonly HashSet<Guid> _refused = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource<WorkerEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WorkedRun> _worked = [];
    private RunStoppedException? _fault;
    private Post _post = null!;
    private BrokerConnection _connection = null!;
    private OfferedRun? _asked;
    private long _askedAt;
    private JoinedRun? _run;
    private long _heardAt;

    private string Mail => $"tnseval.worker.{_id:N}";

    /// <summary>The runs that it worked on, in order.</summary>
    public IReadOnlyList<WorkedRun> Worked => _worked;

    /// <summary>Works until it is stopped, or until there is a reason to end.</summary>
    /// <param name="cancellationToken">Stops it: calls in flight get <see cref="Runner.Grace"/>, and what is not done goes back to the others.</param>
    /// <exception cref="RunStoppedException">The broker cannot be used, or the worker cannot do its work: a provider that is down, bad credentials.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = _connection = new BrokerConnection(broker.Address, $"tnseval worker {options.Name}", PrepareAsync, options.Time, NullLogger.Instance);
        await WorkersBroker.ConnectAsync(connection, notes, cancellationToken);
        await using var post = _post = new Post(connection, broker.Lobby);
        notes.Say($"Worker {options.Name} waits for runs at {broker}. Ctrl-C ends it.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var mail = new Subscription(connection, Mail, prefetch: 100, options.Time, NullLogger.Instance);
        Task[] loops = [GuardAsync(() => ReadAsync(mail, stop.Token)), GuardAsync(() => PulseAsync(stop.Token))];
        try
        {
            return await _end.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LeaveAsync(Runner.Grace, "stopped");
            _asked?.Dispose();
        }
    }

    /// <summary>On each connection: the mail lives as long as it does.</summary>
    private async Task PrepareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(options: null, cancellationToken);
        await RunQueues.DeclareLobbyAsync(channel, broker.Lobby, cancellationToken);
        await RunQueues.DeclareMailAsync(channel, Mail, cancellationToken);
        await channel.QueueBindAsync(Mail, broker.Lobby, routingKey: "", cancellationToken: cancellationToken);
        Volatile.Write(ref _heardAt, options.Time.GetTimestamp());   // nobody could be heard before
    }

    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await Task.Run(loop);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            _end.TrySetException(e as RunStoppedException ?? new RunStoppedException($"the worker failed with {e.GetType().Name}", "Report this"));
        }
    }

    private async Task ReadAsync(Subscription mail, CancellationToken cancellationToken)
    {
        while (true)
        {
            var delivery = await mail.TakeAsync(cancellationToken);
            await delivery.AckAsync();
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await TakeAsync(delivery);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task PulseAsync(CancellationToken cancellationToken)
    {
        var outage = new BrokerOutage(_connection, options.Time);
        using var timer = new PeriodicTimer(Beat, options.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await BeatAsync(outage, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task BeatAsync(BrokerOutage outage, CancellationToken cancellationToken)
    {
        if (outage.Look(_connection.IsOpen, notes) is { } tooLong)
        {
            throw new RunStoppedException(tooLong, "See that it runs and can be reached");
        }

        if (!_connection.IsOpen)
        {
            await outage.TryConnectAsync(cancellationToken);
            return;
        }

        if (_run is null)
        {
            return;
        }

        if (Interlocked.Exchange(ref _fault, null) is { } fault)
        {
            await _run.SayFaultAsync(fault);
            await LeaveAsync(TimeSpan.Zero, "given up");
            throw fault;
        }

        if (options.Time.GetElapsedTime(Volatile.Read(ref _heardAt)) > WorkersBroker.Silence)
        {
            await LeaveAsync(Runner.Grace, $"its coordinator has been silent for {WorkersBroker.Silence.TotalSeconds:0} s");
            return;
        }

        await _run.PulseAsync();
    }

    private async Task TakeAsync(Delivery delivery)
    {
        if (Letter.SessionOf(delivery) is not { } session)
        {
            return;
        }

        if (session == _run?.Session)
        {
            Volatile.Write(ref _heardAt, options.Time.GetTimestamp());
        }

        switch (Letter.KindOf(delivery))
        {
            case LetterKinds.Offer when session != _run?.Session && !_refused.Contains(session):
                await TakeOfferAsync(delivery, session);
                break;
            case LetterKinds.Share when Letter.Read(delivery, LetterKinds.Share, WorkersJson.Lines.Share) is { } share:
                await TakeShareAsync(share);
                break;
            case LetterKinds.Refusal when Letter.Read(delivery, LetterKinds.Refusal, WorkersJson.Lines.Refusal) is { } refusal && session == _asked?.Offer.Session:
                TakeRefusal(refusal);
                break;
            case LetterKinds.Over when session == _run?.Session:
                await EndRunAsync("is over");
                _end.TrySetResultIf(options.Once, WorkerEnd.RunIsOver);
                break;
            case null when Letter.VersionOf(delivery) is { } version && _refused.Add(session):
                notes.Say($"A run is offered in version {version} of the protocol; this worker speaks version {Letter.Version}. Install the same build of TnsEval on both.");
                _end.TrySetResultIf(options.Once, WorkerEnd.Refused);
                break;
        }
    }

    private async Task TakeOfferAsync(Delivery delivery, Guid session)
    {
        var isWaitingForAnswer = _asked?.Offer.Session == session && options.Time.GetElapsedTime(_askedAt) < AnswerPatience;
        if (isWaitingForAnswer)
        {
            return;
        }

        if (_asked?.Offer.Session != session)
        {
            if (Letter.Read(delivery, LetterKinds.Offer, WorkersJson.Lines.Offer) is not { } offer)
            {
                _refused.Add(session);
                notes.Say("A run is offered that this worker cannot read. Install the same build of TnsEval on both.");
                _end.TrySetResultIf(options.Once, WorkerEnd.Refused);
                return;
            }

            if (_run is not null && _run.Manifest.Id != offer.Manifest.Id)
            {
                return;   // one after the other
            }

            if (_run is not null)
            {
                await EndRunAsync("was taken over by another coordinator");
            }

            _asked?.Dispose();
            _asked = OfferedRun.Of(offer, options);
        }

        _askedAt = options.Time.GetTimestamp();
        var join = new Join
        {
            Session = session,
            Worker = _id,
            Name = options.Name,
            Mail = Mail,
            Cap = options.Cap,
            Facts = _asked!.Facts,
            Problems = [.. _asked.Problems.Select(problem => problem.ToString())],
        };
        await _post.SendAsync(new RunQueues(_asked.Offer.Manifest.Id).Coordinator, Letter.Of(LetterKinds.Join, join, WorkersJson.Lines.Join, session));
    }

    private async Task TakeShareAsync(Share share)
    {
        if (_run is null && _asked is { } asked && asked.Offer.Session == share.Session && asked.Problems.Count == 0)
        {
            _asked = null;
            _run = new JoinedRun(asked, options, _connection, _post, _id, fault => Interlocked.CompareExchange(ref _fault, fault, null));
            Volatile.Write(ref _heardAt, options.Time.GetTimestamp());
            var manifest = asked.Offer.Manifest;
            notes.Say($"{manifest.Id}: works on it ({manifest.Prompt.Name} on {manifest.Model.Name}).");
        }

        if (_run?.Session == share.Session)
        {
            notes.Detail($"{_run.Manifest.Id}: {share.Calls} calls at once.");
            await _run.FollowAsync(share);
        }
    }

    private void TakeRefusal(Refusal refusal)
    {
        notes.Say($"{_asked!.Offer.Manifest.Id}: refused. {string.Join(" ", refusal.Reasons)}");
        _refused.Add(refusal.Session);
        _asked.Dispose();
        _asked = null;
        _end.TrySetResultIf(options.Once, WorkerEnd.Refused);
    }

    private async Task LeaveAsync(TimeSpan grace, string why)
    {
        if (_run is not null)
        {
            await _run.LeaveAsync(grace);
            await EndRunAsync(why);
        }
    }

    private async Task EndRunAsync(string how)
    {
        var run = _run!;
        _run = null;
        await run.DisposeAsync();
        _worked.Add(new WorkedRun(run.Manifest.Id, run.Done, run.GivenBack));
        notes.Say($"{run.Manifest.Id}: {how}. {run.Done} cases done here{(run.GivenBack > 0 ? $", {run.GivenBack} given back" : "")}.");
    }
}

/// <summary>Why a worker ended by itself.</summary>
public enum WorkerEnd
{
    /// <summary>The one run that it was to work on is over.</summary>
    RunIsOver,

    /// <summary>The one run that it was to work on did not take it.</summary>
    Refused,
}

/// <summary>What a worker did for a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Cases">Results sent.</param>
/// <param name="GivenBack">Jobs that went back unfinished.</param>
public sealed record WorkedRun(string Run, int Cases, int GivenBack);

internal static class WorkerEnds
{
    extension(TaskCompletionSource<WorkerEnd> end)
    {
        public void TrySetResultIf(bool condition, WorkerEnd how)
        {
            if (condition)
            {
                end.TrySetResult(how);
            }
        }
    }
}
