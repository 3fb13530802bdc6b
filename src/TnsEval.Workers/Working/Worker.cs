using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>Waits for runs and works on them, one after the other, until it is stopped.</summary>
public sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly WorkersBroker _broker;
    private readonly WorkerOptions _options;
    private readonly RunNotes _notes;
    private readonly Guid _id = Guid.NewGuid();
    private readonly BrokerConnection _connection;
    private readonly Post _post;
    private readonly Applications _applications;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource<WorkerEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WorkedRun> _worked = [];
    private RunStoppedException? _fault;
    private JoinedRun? _run;
    private long _heardAt;

    /// <param name="broker">Where runs are offered.</param>
    /// <param name="options">What it has of its own.</param>
    /// <param name="notes">Is told what people should hear.</param>
    public Worker(WorkersBroker broker, WorkerOptions options, RunNotes notes)
    {
        (_broker, _options, _notes) = (broker, options, notes);
        _connection = new BrokerConnection(broker.Address, $"tnseval worker {options.Name}", PrepareAsync, options.Time, NullLogger.Instance);
        _post = new Post(_connection, broker.Lobby, options.Time);
        _applications = new Applications(options, _id, Mail, _post, notes);
    }

    /// <summary>The runs that it worked on, in order.</summary>
    public IReadOnlyList<WorkedRun> Worked => _worked;

    private string Mail => $"tnseval.worker.{_id:N}";

    /// <summary>Works until it is stopped, or until there is a reason to end. Can be called once.</summary>
    /// <param name="cancellationToken">Stops it: calls in flight get <see cref="Runner.Grace"/>, and what is not done goes back to the others.</param>
    /// <exception cref="RunStoppedException">The broker cannot be used, or the worker cannot do its work: a provider that is down, bad credentials.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken cancellationToken)
    {
        await WorkersBroker.ConnectAsync(_connection, _notes, cancellationToken);
        _notes.Say($"Worker {_options.Name} waits for runs at {_broker}. Ctrl-C ends it.");
        await using var loops = new Loops(_connection, _options.Time, Fail);
        loops.Consume(Mail, prefetch: 100, ReadAsync);
        loops.Start(PulseAsync);
        try
        {
            return await _end.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            await loops.DisposeAsync();
            await LeaveAsync(Runner.Grace, "stopped");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _applications.Dispose();
        await _post.DisposeAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>On each connection: the mail lives as long as it does.</summary>
    private async Task PrepareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(options: null, cancellationToken);
        await RunQueues.DeclareLobbyAsync(channel, _broker.Lobby, cancellationToken);
        await RunQueues.DeclareMailAsync(channel, Mail, cancellationToken);
        await channel.QueueBindAsync(Mail, _broker.Lobby, routingKey: "", cancellationToken: cancellationToken);
        Volatile.Write(ref _heardAt, _options.Time.GetTimestamp());   // nobody could be heard before
    }

    private void Fail(Exception e) => _end.TrySetException(e as RunStoppedException ?? new RunStoppedException($"the worker failed with {e.GetType().Name}", "Report this"));

    private async Task ReadAsync(Delivery delivery)
    {
        await delivery.AckAsync();
        await _turn.WaitAsync();
        try
        {
            await TakeAsync(delivery);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PulseAsync(CancellationToken cancellationToken)
    {
        var outage = new BrokerOutage(_connection, _options.Time);
        using var timer = new PeriodicTimer(Beat, _options.Time);
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
        if (outage.Look(_connection.IsOpen, _notes) is { } tooLong)
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

        if (_options.Time.GetElapsedTime(Volatile.Read(ref _heardAt)) > WorkersBroker.Silence)
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
            Volatile.Write(ref _heardAt, _options.Time.GetTimestamp());
        }

        switch (Letter.KindOf(delivery))
        {
            case LetterKinds.Offer when session != _run?.Session && !_applications.IsRefused(session):
                await TakeOfferAsync(delivery, session);
                break;
            case LetterKinds.Share when Letter.Read(delivery, LetterKinds.Share, WorkersJson.Lines.Share) is { } share:
                await TakeShareAsync(share);
                break;
            case LetterKinds.Refusal when Letter.Read(delivery, LetterKinds.Refusal, WorkersJson.Lines.Refusal) is { } refusal && _applications.TryRefuse(refusal):
                EndIfOnce(WorkerEnd.Refused);
                break;
            case LetterKinds.Over when session == _run?.Session:
                await EndRunAsync("is over");
                EndIfOnce(WorkerEnd.RunIsOver);
                break;
            case null when Letter.VersionOf(delivery) is { } version && _applications.TryRefuse(session, version):
                EndIfOnce(WorkerEnd.Refused);
                break;
        }
    }

    private async Task TakeOfferAsync(Delivery delivery, Guid session)
    {
        if (_applications.IsAskedOf(session))
        {
            await _applications.RepeatAsync();
        }
        else if (_applications.Read(delivery, session) is not { } offer)
        {
            EndIfOnce(WorkerEnd.Refused);
        }
        else if (_run is null || _run.Manifest.Id == offer.Manifest.Id)   // one run after the other
        {
            if (_run is not null)
            {
                await EndRunAsync("was taken over by another coordinator");
            }

            await _applications.ApplyAsync(offer);
        }
    }

    private async Task TakeShareAsync(Share share)
    {
        if (_run is null && _applications.TakeAccepted(share.Session) is { } accepted)
        {
            _run = new JoinedRun(accepted, _options, _connection, _post, _id, fault => Interlocked.CompareExchange(ref _fault, fault, null));
            Volatile.Write(ref _heardAt, _options.Time.GetTimestamp());
            var manifest = _run.Manifest;
            _notes.Say($"{manifest.Id}: works on it ({manifest.Prompt.Name} on {manifest.Model.Name}).");
        }

        if (_run?.Session == share.Session && await _run.TryFollowAsync(share))
        {
            _notes.Detail($"{_run.Manifest.Id}: {share.Calls} calls at once.");
        }
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
        _notes.Say($"{run.Manifest.Id}: {how}. {run.Done} cases done here{(run.GivenBack > 0 ? $", {run.GivenBack} given back" : "")}.");
    }

    private void EndIfOnce(WorkerEnd how)
    {
        if (_options.Once)
        {
            _end.TrySetResult(how);
        }
    }
}
