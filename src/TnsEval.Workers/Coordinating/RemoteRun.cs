using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// The coordinator's side of one run: offers it, divides the calls among the workers that came, publishes cases as the run opens them and gives their results back to it. All
/// that counts is the run's journal: what is in the queues may be lost or come twice, and nothing changes.
/// </summary>
public sealed class RemoteRun : ICasesElsewhere, ITicketClassifier
{
    private static readonly TimeSpan OfferEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(5);

    private readonly RunSetup _setup;
    private readonly RunNotes _notes;
    private readonly RunQueues _queues;
    private readonly BrokerConnection _connection;
    private readonly ConfirmedPublisher _publisher;
    private readonly Post _post;
    private readonly string _lobby;
    private readonly Offer _offer;
    private readonly Letter _offerLetter;
    private readonly OpenJobs _open = new();
    private readonly Members _members;
    private readonly JobEstimate _estimate;
    private readonly ResultCounts _counts = new();
    private readonly Guid _session = Guid.NewGuid();
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _publishing = new(60, 60);
    private readonly List<Task> _loops = [];
    private readonly List<Subscription> _subscriptions = [];
    private readonly BrokerOutage _outage;
    private readonly Standstill _standstill;
    private CancellationTokenRegistration _stopping;
    private int _lockedOut;
    private bool _isPrepared;
    private long _connectedAt;

    private RemoteRun(WorkersBroker broker, RunManifest manifest, RunSetup setup, RunNotes notes)
    {
        (_setup, _notes, _queues) = (setup, notes, new RunQueues(manifest.Id));
        _connection = new BrokerConnection(broker.Address, $"tnseval run {manifest.Id}", PrepareAsync, setup.Time, NullLogger.Instance);
        _publisher = new ConfirmedPublisher(_connection, setup.Time);
        _lobby = broker.Lobby;
        _post = new Post(_connection, _lobby, TakeReturn);
        _members = new Members(setup.Options.Concurrency.Most, setup.Time);
        _estimate = new JobEstimate(setup);
        _outage = new BrokerOutage(_connection, setup.Time);
        _standstill = new Standstill(setup.Time);
        _offer = new Offer
        {
            Session = _session,
            Manifest = manifest,
            Prompt = setup.Prompt.Version.Definition,
            Wanted = Facts.Of(setup.Prompt.Version, setup.Model),
            Price = setup.Price,
        };
        _offerLetter = Letter.Of(LetterKinds.Offer, _offer, WorkersJson.Lines.Offer, _session);
    }

    /// <inheritdoc />
    public ITicketClassifier Classifier => this;

    /// <inheritdoc />
    public ElsewhereStatus Status => _members.Status;

    /// <summary>Connects, takes the run for this process alone, empties what an earlier coordinator left, and begins to look for workers.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="manifest">The run.</param>
    /// <param name="setup">What it needs.</param>
    /// <param name="notes">Is told what people should hear.</param>
    /// <param name="cancellationToken">Ends the wait for a connection, and later winds the run down: no job is begun any more.</param>
    /// <exception cref="RunFolderException">Another coordinator works on this run.</exception>
    /// <exception cref="RunStoppedException">The broker cannot be used.</exception>
    public static async Task<RemoteRun> BeginAsync(WorkersBroker broker, RunManifest manifest, RunSetup setup, RunNotes notes, CancellationToken cancellationToken)
    {
        var run = new RemoteRun(broker, manifest, setup, notes);
        try
        {
            await run.BeginAsync(cancellationToken);
            return run;
        }
        catch (Exception e)
        {
            await run.DisposeAsync();
            throw e switch
            {
                BrokerRefusedException when run._lockedOut > 0 => new RunFolderException(
                    $"{manifest.Id}: another coordinator works on this run at {broker.Address}. Wait for it, or stop it; one that lost its connection is forgotten after 20 s."),
                BrokerRefusedException refused => new RunStoppedException(string.Join(" ", refused.Problems), "Mend that"),
                BrokerUnavailableException unavailable => new RunStoppedException(unavailable.Message, "Start it, or correct --workers"),
                _ => e,
            };
        }
    }

    /// <inheritdoc />
    public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
    {
        var trace = CallTrace.Current ?? throw new InvalidOperationException("a case is classified outside its trace");
        var budget = _setup.Calls.Budget;
        var estimate = budget is null ? default : _estimate.Of(ticket);
        await (budget?.ReserveAsync(estimate, cancellationToken) ?? Task.CompletedTask);
        Spend spent = default;
        try
        {
            var job = new CaseJob(_session, trace.Case, trace.Repeat, trace.Perturbation, ticket);
            var letter = Letter.Of(LetterKinds.Job, job, WorkersJson.Lines.CaseJob, _session);
            if (letter.IsTooLong)
            {
                throw new RunStoppedException($"case {trace.Case} is longer than the {Letter.LongestBody / 1024 / 1024} MiB that are sent to workers", "Leave it out of the set, or run without --workers");
            }

            using var open = _open.Open(job.Key, letter);
            _ = PublishAsync(open);
            var (classification, result) = await open.Answer.Task.WaitAsync(cancellationToken);
            spent = result?.Spent ?? default;
            result?.CopyTo(trace);
            return classification;
        }
        finally
        {
            budget?.Settle(estimate, spent);
        }
    }

    /// <inheritdoc />
    public void Journaled(RecordKey key) => _ = _open.Journaled(key)?.AckAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        _open.End(new OperationCanceledException("the run is over"));
        await _over.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection.IsOpen && _isPrepared)
        {
            await EndSessionAsync().WaitAsync(ShortPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var subscription in _subscriptions)
        {
            await subscription.DisposeAsync();
        }

        await _post.DisposeAsync();
        await _publisher.DisposeAsync();
        await _connection.DisposeAsync();
        _over.Dispose();
        _publishing.Dispose();
        if (_counts.ToString() is { Length: > 0 } counts)
        {
            _notes.Detail($"Workers: {counts}.");
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await _connection.GetAsync(WorkersBroker.FirstPatience, cancellationToken);
        await EmptyAsync(connection, _queues.All, cancellationToken);
        Consume(_queues.Coordinator, prefetch: 100, TakeMailAsync);
        Consume(_queues.Results, prefetch: 1000, TakeResultAsync);
        Consume(_queues.Dead, prefetch: 100, TakeDeadAsync);
        _loops.Add(GuardAsync(PulseAsync));
        _stopping = cancellationToken.Register(() => _ = Task.Run(WindDownAsync));
    }

    /// <summary>On each connection: the lock of the run first, for nothing of it may be touched without.</summary>
    private async Task PrepareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using (var channel = await connection.CreateChannelAsync(options: null, cancellationToken))
        {
            try
            {
                await RunQueues.DeclareMailAsync(channel, _queues.Coordinator, cancellationToken);
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.ResourceLocked)
            {
                // It may be our own connection, which the broker has yet to miss, or one that was killed a moment ago.
                const int Patience = 4;
                throw !_isPrepared && ++_lockedOut >= Patience
                    ? new BrokerRefusedException([new Problem(_queues.Coordinator, "another coordinator works on this run", "Wait for it, or stop it")], e)
                    : new BrokerUnavailableException("another coordinator works on this run", e);
            }

            await RunQueues.DeclareLobbyAsync(channel, _lobby, cancellationToken);
        }

        await _queues.DeclareAsync(connection, _connection.Address, cancellationToken);
        (_lockedOut, _isPrepared) = (0, true);
        Volatile.Write(ref _connectedAt, _setup.Time.GetTimestamp());
    }

    private static async Task EmptyAsync(IConnection connection, IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(options: null, cancellationToken);
        foreach (var queue in queues)
        {
            await channel.QueuePurgeAsync(queue, cancellationToken);
        }
    }

    private void Consume(string queue, ushort prefetch, Func<Delivery, Task> take)
    {
        var subscription = new Subscription(_connection, queue, prefetch, _setup.Time, NullLogger.Instance);
        _subscriptions.Add(subscription);
        _loops.Add(GuardAsync(ConsumeAsync));

        async Task ConsumeAsync()
        {
            while (true)
            {
                await take(await subscription.TakeAsync(_over.Token));
            }
        }
    }

    /// <summary>Nothing goes on for long without one of the loops, so what ends one ends the run.</summary>
    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await Task.Run(loop);
        }
        catch (Exception) when (_over.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            Stop(e is BrokerRefusedException refused ? string.Join(" ", refused.Problems) : $"the coordinator failed with {e.GetType().Name}", "Mend that, or report it");
        }
    }

    /// <summary>Publishes a job until the broker has it; whatever cannot heal ends the run.</summary>
    private async Task PublishAsync(OpenJob job)
    {
        try
        {
            await _publishing.WaitAsync(_over.Token);
            try
            {
                await PublishUntilConfirmedAsync(job);
            }
            finally
            {
                _publishing.Release();
            }
        }
        catch (Exception) when (_over.IsCancellationRequested)
        {
            return;   // nobody waits for it any more
        }
        catch (BrokerRefusedException e)
        {
            Stop(string.Join(" ", e.Problems), "Mend that");
        }
    }

    private async Task PublishUntilConfirmedAsync(OpenJob job)
    {
        while (!job.Answer.Task.IsCompleted)
        {
            try
            {
                await _publisher.PublishAsync(_queues.Jobs, job.Letter.Body, job.Letter.Properties(), ConfirmPatience, _over.Token);
                job.IsPublished = true;
                job.Times++;
                _standstill.Moved();
                return;
            }
            catch (BrokerUnavailableException)
            {
                await Task.Delay(Retry, _setup.Time, _over.Token);   // how long to bear it is the pulse's business
            }
        }
    }

    private async Task TakeResultAsync(Delivery delivery)
    {
        _standstill.Moved();
        if (Letter.Read(delivery, LetterKinds.Result, WorkersJson.Lines.CaseResult) is not { } result || !TryRead(result, out var classification))
        {
            _counts.AddUnreadable();
        }
        else if (result.Session != _session)
        {
            _counts.AddForeign();
        }
        else if (_open.TryAnswer(result.Key, new JobAnswer(classification, result), delivery))
        {
            return;   // acknowledged when the journal has it
        }
        else
        {
            _counts.AddDouble();
            _setup.Calls.Budget?.Add(result.Spent);   // it was paid for all the same
        }

        await delivery.AckAsync();
    }

    private static bool TryRead(CaseResult result, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Classification? classification)
    {
        try
        {
            classification = result.ToClassification();
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            classification = null;
            return false;
        }
    }

    /// <summary>A case that is never silently lost, whatever became of those who worked on it.</summary>
    private async Task TakeDeadAsync(Delivery delivery)
    {
        _standstill.Moved();
        if (Letter.Read(delivery, LetterKinds.Job, WorkersJson.Lines.CaseJob) is not { } job)
        {
            _counts.AddUnreadable();
        }
        else if (job.Session == _session)
        {
            var reason = $"{RunQueues.DeathsOfSuspect} workers died on it, one after the other";
            if (_open.TryAnswer(job.Key, new JobAnswer(new Classification { Outcome = new CaseOutcome.Failed(reason) }, Result: null), delivery))
            {
                _notes.Say($"Case {job.Case} is recorded as failed: {reason}.");
                return;
            }
        }

        await delivery.AckAsync();
    }

    private async Task TakeMailAsync(Delivery delivery)
    {
        await delivery.AckAsync();
        switch (Letter.KindOf(delivery))
        {
            case LetterKinds.Join when Letter.Read(delivery, LetterKinds.Join, WorkersJson.Lines.Join) is { } join && join.Session == _session:
                await TakeJoinAsync(join);
                break;
            case LetterKinds.Status when Letter.Read(delivery, LetterKinds.Status, WorkersJson.Lines.WorkerStatus) is { } status && status.Session == _session:
                if (_members.Heard(status) is { } back)
                {
                    _notes.Say($"Worker {back.Join.Name} is back.");
                }

                await ShareOutAsync();
                break;
            case LetterKinds.Left when Letter.Read(delivery, LetterKinds.Left, WorkersJson.Lines.WorkerStatus) is { } status && status.Session == _session:
                _members.Heard(status);
                if (_members.Remove(status.Worker) is { } left)
                {
                    _notes.Detail($"Worker {left.Join.Name} left.");
                }

                await ShareOutAsync();
                break;
            case LetterKinds.Fault when Letter.Read(delivery, LetterKinds.Fault, WorkersJson.Lines.WorkerFault) is { } fault && fault.Session == _session:
                Stop($"worker {NameOf(fault.Worker)}: {fault.What.TrimEnd('.')}", fault.Fix);
                break;
            case null when Letter.VersionOf(delivery) is { } version:
                _notes.Say($"A worker that speaks version {version} of the protocol was refused; this is version {Letter.Version}. Install the same build of TnsEval on both.");
                break;
            default:
                _counts.AddUnreadableUnless(Letter.SessionOf(delivery) is { } session && session != _session);
                break;
        }
    }

    private async Task TakeJoinAsync(Join join)
    {
        string[] reasons = [.. join.Problems, .. join.Problems.Count > 0 ? [] : Facts.Differences(join.Facts, _offer.Wanted)];
        if (reasons.Length > 0)
        {
            _notes.Say($"Worker {join.Name} is refused: {string.Join(" ", reasons)}");
            await _post.SendAsync(join.Mail, Letter.Of(LetterKinds.Refusal, new Refusal(_session, reasons), WorkersJson.Lines.Refusal, _session));
            return;
        }

        if (_members.Add(join))
        {
            _notes.Detail($"Worker {join.Name} joined.");
        }

        await ShareOutAsync();
    }

    private async Task ShareOutAsync()
    {
        foreach (var (member, order, calls) in _members.Divide())
        {
            _notes.Detail($"Worker {member.Join.Name}: {calls} calls at once.");
            await SendShareAsync(member, order, calls);
        }
    }

    private Task SendShareAsync(Member member, int order, int calls) =>
        _post.SendAsync(member.Join.Mail, Letter.Of(LetterKinds.Share, new Share(_session, order, calls), WorkersJson.Lines.Share, _session));

    /// <summary>
    /// A worker's mail ends with its connection, so a killed one is missed at once, and not only by its silence. Not right after a broker came back, when mail is yet to be declared again.
    /// </summary>
    private void TakeReturn(string mail)
    {
        if (_setup.Time.GetElapsedTime(Volatile.Read(ref _connectedAt)) > WorkersBroker.Silence && _members.RemoveByMail(mail) is { } gone)
        {
            _notes.Say($"Worker {gone.Join.Name} is gone: its share goes to the others.");
        }
    }

    private async Task PulseAsync()
    {
        using var timer = new PeriodicTimer(OfferEvery, _setup.Time);
        do
        {
            var isOpen = _connection.IsOpen;
            if (_outage.Look(isOpen, _notes) is { } tooLong)
            {
                Stop(tooLong, "See that it runs and can be reached");
            }

            try
            {
                await (isOpen ? BeatAsync() : ReconnectAsync());
            }
            catch (Exception e) when (e is BrokerUnavailableException or OperationInterruptedException)
            {
                // The next beat finds the connection lost.
            }
        }
        while (await timer.WaitForNextTickAsync(_over.Token));
    }

    private async Task ReconnectAsync()
    {
        _members.ForgiveSilence();   // nobody can be heard
        await _outage.TryConnectAsync(_over.Token);
    }

    private async Task BeatAsync()
    {
        await _post.SendToAllAsync(_offerLetter);
        foreach (var silent in _members.RemoveSilent(WorkersBroker.Silence))
        {
            _notes.Say($"Worker {silent.Join.Name} has been silent for {WorkersBroker.Silence.TotalSeconds:0} s: its share goes to the others.");
        }

        foreach (var (member, order, calls) in _members.Shares())
        {
            await SendShareAsync(member, order, calls);   // again: it may have been lost, and comes back where nobody is
        }

        await ShareOutAsync();
        _notes.Waiting(_members.Count == 0, $"No worker yet. Start some: tnseval worker --queue {_connection.Address}");
        await LookForLostJobsAsync();
        if (_outage.IsTimeToRenew())
        {
            await _connection.PrepareAsync(ShortPatience, _over.Token);   // queues that nobody reads, for want of workers, would come to the end of their time
        }
    }

    /// <summary>When nothing moves though jobs are open, they are nowhere any more: somebody emptied or deleted a queue, or the broker lost its disk.</summary>
    private async Task LookForLostJobsAsync()
    {
        if (_open.Count == 0 || _members.Count == 0 || _members.Held > 0 || !_standstill.IsLong)
        {
            return;
        }

        await _connection.PrepareAsync(ShortPatience, _over.Token);   // a queue that is gone holds none
        if (await WaitingAsync() > 0)
        {
            return;
        }

        const int MostTimes = 5;
        var lost = _open.Published();
        _standstill.Moved();
        _notes.Say($"{lost.Count} jobs got lost between the queues and are published again.");
        foreach (var job in lost)
        {
            if (job.Times >= MostTimes)
            {
                Stop($"case {job.Key.Id} was published {MostTimes} times and nothing came of it", "Look at the workers and the broker");
                return;
            }

            _ = PublishAsync(job);
        }
    }

    private async Task<uint> WaitingAsync()
    {
        var connection = await _connection.GetAsync(ShortPatience, _over.Token);
        await using var channel = await connection.CreateChannelAsync(options: null, _over.Token);
        var waiting = 0u;
        foreach (var queue in _queues.All)
        {
            waiting += (await channel.QueueDeclarePassiveAsync(queue, _over.Token)).MessageCount;
        }

        return waiting;
    }

    /// <summary>The user stopped the run: what nobody has begun is taken back, and calls under way may still come to their answers.</summary>
    private async Task WindDownAsync()
    {
        try
        {
            _members.Close();
            await ShareOutAsync();
            if (_connection.IsOpen)
            {
                await EmptyAsync(await _connection.GetAsync(ShortPatience, _over.Token), [_queues.Jobs, _queues.Suspects], _over.Token);
            }

            while (!_members.AreIdle)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), _setup.Time, _over.Token);
            }

            await Task.Delay(Retry, _setup.Time, _over.Token);   // the last results are on their way
        }
        catch (Exception e) when (e is OperationCanceledException or BrokerUnavailableException or OperationInterruptedException or ObjectDisposedException)
        {
            // The run's own grace period ends it.
        }

        _open.End(new OperationCanceledException("the run was stopped"));
    }

    private async Task EndSessionAsync()
    {
        await _post.SendToAllAsync(Letter.Of(LetterKinds.Over, new SessionOver(_session), WorkersJson.Lines.SessionOver, _session));
        var connection = await _connection.GetAsync(ShortPatience, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(options: null, CancellationToken.None);
        foreach (var queue in _queues.All)
        {
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        }
    }

    private void Stop(string what, string fix) => _open.End(new RunStoppedException(what, fix));

    private string NameOf(Guid worker) => _members.Shares().Select(share => share.Member.Join).FirstOrDefault(join => join.Worker == worker)?.Name ?? worker.ToString("N")[..8];
}
