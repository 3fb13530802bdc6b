using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>A run that this worker works on: takes jobs within its share, classifies them as a run on one machine does, and sends each result before it lets the job go.</summary>
internal sealed class JoinedRun : IAsyncDisposable
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly OfferedRun _offered;
    private readonly WorkerOptions _options;
    private readonly RunQueues _queues;
    private readonly Post _post;
    private readonly ConfirmedPublisher _publisher;
    private readonly Guid _worker;
    private readonly Action<RunStoppedException> _onFault;
    private readonly ProviderAccount _account;
    private readonly AnswerRecorder _recorder;
    private readonly ITicketClassifier[] _classifiers;
    private readonly JobIntake _jobs;
    private readonly JobIntake _suspects;
    private readonly HeldJobs _held = new();
    private readonly LookAhead _ahead = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _noResults = new();
    private readonly Lock _lock = new();
    private (int Order, int Calls) _share = (0, 0);
    private long? _saidAt;
    private int _saidUnderWay;
    private int _done;
    private int _givenBack;
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;
    private volatile bool _givesBack;

    /// <param name="offered">The run; disposed with this.</param>
    /// <param name="options">The worker's.</param>
    /// <param name="connection">The way to the broker.</param>
    /// <param name="post">Where to say how it goes.</param>
    /// <param name="worker">Who this is.</param>
    /// <param name="onFault">Told once of a fault that ends the run.</param>
    public JoinedRun(OfferedRun offered, WorkerOptions options, BrokerConnection connection, Post post, Guid worker, Action<RunStoppedException> onFault)
    {
        (_offered, _options, _post, _worker, _onFault) = (offered, options, post, worker, onFault);
        _queues = new RunQueues(offered.Offer.Manifest.Id);
        _publisher = new ConfirmedPublisher(connection, options.Time);
        var (setup, account) = offered.SetUp(options.Time);
        _account = account;
        _recorder = AnswerRecorder.WithoutFolder(setup);
        _classifiers = EvalRun.ClassifiersOf(setup, offered.Offer.Manifest, _recorder);
        _jobs = new JobIntake(connection, _queues.Jobs, job => WorkAsync(job, _queues.Jobs), options.Time);
        _suspects = new JobIntake(connection, _queues.Suspects, job => WorkAsync(job, _queues.Suspects), options.Time);
    }

    public Guid Session => _offered.Offer.Session;

    public RunManifest Manifest => _offered.Offer.Manifest;

    /// <summary>Cases whose results were sent from here.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Jobs that went back unfinished.</summary>
    public int GivenBack => Volatile.Read(ref _givenBack);

    /// <summary>Follows a share, unless it is older than the one that it follows.</summary>
    public Task FollowAsync(Share share)
    {
        lock (_lock)
        {
            if (share.Order <= _share.Order || _isLeaving)
            {
                return Task.CompletedTask;
            }

            _share = (share.Order, share.Calls);
            _account.Gate.CapAt(share.Calls);
            SetIntake();
        }

        return SayAsync(LetterKinds.Status);
    }

    /// <summary>Called several times a second: says how it goes when it is time, or when a share that shrank is kept to a little better.</summary>
    public async Task PulseAsync()
    {
        bool isTime;
        lock (_lock)
        {
            SetIntake();
            isTime = _saidAt is not { } saidAt || _options.Time.GetElapsedTime(saidAt) >= StatusEvery || (_saidUnderWay > _share.Calls && _account.Gate.UnderWay < _saidUnderWay);
        }

        if (isTime)
        {
            await SayAsync(LetterKinds.Status);
        }
    }

    /// <summary>
    /// Begins nothing more, gives jobs in flight a grace period, sends what comes of them, and gives the others back. What it has is then nobody's but the queue's.
    /// </summary>
    public async Task LeaveAsync(TimeSpan grace)
    {
        lock (_lock)
        {
            (_isLeaving, _givesBack) = (true, true);
            (_jobs.Most, _suspects.Most) = (0, 0);
        }

        _leaving.TrySetResult();

        _account.Gate.Close();
        await SayAsync(LetterKinds.Status);
        using var patience = new CancellationTokenSource(grace, _options.Time);
        await _held.EmptyAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync();
        await SayAsync(LetterKinds.Left);
    }

    /// <summary>Gives up everything at once: the run needs it no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _isLeaving = true;
        _leaving.TrySetResult();
        await EndAsync();
        await _publisher.DisposeAsync();
        await _recorder.FlushAsync();
        _recorder.Dispose();
        _offered.Dispose();
    }

    public async Task SayFaultAsync(RunStoppedException fault) => await _post.SendAsync(
        _queues.Coordinator, Letter.Of(LetterKinds.Fault, new WorkerFault(Session, _worker, fault.Message, fault.Fix), WorkersJson.Lines.WorkerFault, Session));

    private async Task EndAsync()
    {
        await _abandon.CancelAsync();
        await _noResults.CancelAsync();
        await _held.EmptyAsync(CancellationToken.None);
        await _jobs.DisposeAsync();
        await _suspects.DisposeAsync();
    }

    private void SetIntake()
    {
        if (!_isLeaving)
        {
            _jobs.Most = _share.Calls + _ahead.For(_share.Calls);
            _suspects.Most = Math.Min(_share.Calls, 1);
        }
    }

    private Task SayAsync(string kind)
    {
        WorkerStatus status;
        lock (_lock)
        {
            status = new WorkerStatus
            {
                Session = Session,
                Worker = _worker,
                Order = _share.Order,
                UnderWay = _account.Gate.UnderWay,
                Held = _held.Count,
                Limit = _account.Gate.Limit,
                Retries = _account.Counts.Retries,
                Faults = _account.Counts.Faults,
                IsLeaving = _isLeaving,
            };
            (_saidAt, _saidUnderWay) = (_options.Time.GetTimestamp(), status.UnderWay);
        }

        return _post.SendAsync(_queues.Coordinator, Letter.Of(kind, status, WorkersJson.Lines.WorkerStatus, Session));
    }

    private async Task WorkAsync(Delivery delivery, string queue)
    {
        if (Letter.Read(delivery, LetterKinds.Job, WorkersJson.Lines.CaseJob) is not { } job || job.Repeat < 0 || job.Repeat >= _classifiers.Length)
        {
            await delivery.RejectAsync();   // to the dead letters, where the coordinator counts it
            return;
        }

        var (held, isNew) = _held.Add(job.Session, job.Key, delivery);
        if (!isNew)
        {
            await held.Done.Task;
            return;
        }

        try
        {
            var isDone = await TryWorkAsync(job);
            var deliveries = _held.Remove(job.Session, job.Key);
            foreach (var each in deliveries)
            {
                await (isDone ? each.AckAsync() : GiveBackAsync(each, queue));
            }
        }
        finally
        {
            _held.Finish(held);
        }
    }

    /// <summary>False when the job is to go back.</summary>
    private async Task<bool> TryWorkAsync(CaseJob job)
    {
        var trace = new CallTrace(job.Case, job.Repeat, job.Perturbation);
        trace.Begin();
        Classification classification;
        try
        {
            classification = await _classifiers[job.Repeat].ClassifyAsync(job.Ticket, _abandon.Token);
            if (classification.Outcome is CaseOutcome.Assessed)
            {
                await _recorder.KeepAssessedAsync(trace);
            }
        }
        catch (Exception) when (_isLeaving || _abandon.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            return await FailAsync(e as RunStoppedException ?? new RunStoppedException($"classifying failed with {e.GetType().Name}", "Report this"));
        }

        var result = CaseResult.Of(job, classification, trace, Manifest.Options.Record is not null);
        var letter = Letter.Of(LetterKinds.Result, result, WorkersJson.Lines.CaseResult, job.Session);
        if (letter.IsTooLong)
        {
            return await FailAsync(new RunStoppedException($"the result of case {job.Case} is longer than the {Letter.LongestBody / 1024 / 1024} MiB that are sent", "Run without --workers"));
        }

        return await TrySendAsync(letter, trace.ModelTime);
    }

    /// <summary>Tells of a fault, and keeps the job until this worker leaves: given back before, it would come back at once and fail again.</summary>
    private async Task<bool> FailAsync(RunStoppedException fault)
    {
        _onFault(fault);
        await _leaving.Task;
        return false;
    }

    private async Task<bool> TrySendAsync(Letter letter, TimeSpan calls)
    {
        var from = _options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await _publisher.PublishAsync(_queues.Results, letter.Body, letter.Properties(), ConfirmPatience, _noResults.Token);
                _ahead.Add(calls, _options.Time.GetElapsedTime(from));
                Interlocked.Increment(ref _done);
                return true;
            }
            catch (BrokerUnavailableException)
            {
                await Task.Delay(Retry, _options.Time, _noResults.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or BrokerRefusedException)
            {
                return false;
            }

            if (_noResults.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    /// <summary>As a new message, so that it does not count among those that workers died with; as the old one where that cannot be done.</summary>
    private async Task GiveBackAsync(Delivery delivery, string queue)
    {
        if (!_givesBack)
        {
            return;   // the run is over, and the queue with it
        }

        Interlocked.Increment(ref _givenBack);
        if (delivery.IsOurs)
        {
            try
            {
                await _publisher.PublishAsync(queue, delivery.Body, delivery.Properties, Retry, CancellationToken.None);
                await delivery.AckAsync();
                return;
            }
            catch (Exception e) when (e is BrokerUnavailableException or BrokerRefusedException)
            {
                // The broker gives it back itself.
            }
        }

        await delivery.ReturnAsync();
    }
}
