using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>A run that this worker works on: takes jobs within its share, and says how it goes.</summary>
internal sealed class JoinedRun : IAsyncDisposable
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(2);

    private readonly OfferedRun _offered;
    private readonly TimeProvider _time;
    private readonly string _coordinator;
    private readonly Post _post;
    private readonly Guid _worker;
    private readonly ProviderAccount _account;
    private readonly LookAhead _ahead = new();
    private readonly CaseWork _work;
    private readonly JobIntake _jobs;
    private readonly JobIntake _suspects;
    private readonly Lock _lock = new();
    private (int Order, int Calls) _share = (0, 0);
    private long? _saidAt;
    private int _saidUnderWay;
    private bool _isLeaving;

    /// <param name="offered">The run; disposed with this.</param>
    /// <param name="options">The worker's.</param>
    /// <param name="connection">The way to the broker.</param>
    /// <param name="post">Where to say how it goes.</param>
    /// <param name="worker">Who this is.</param>
    /// <param name="onFault">Told of each fault that ends the run.</param>
    public JoinedRun(OfferedRun offered, WorkerOptions options, BrokerConnection connection, Post post, Guid worker, Action<RunStoppedException> onFault)
    {
        (_offered, _time, _post, _worker) = (offered, options.Time, post, worker);
        var queues = new RunQueues(offered.Offer.Manifest.Id);
        _coordinator = queues.Coordinator;
        (var setup, _account) = offered.SetUp(options.Time);
        _work = new CaseWork(offered.Offer, setup, new ResultPost(connection, queues, options.Time), _ahead, onFault);
        _jobs = new JobIntake(connection, queues.Jobs, job => _work.WorkAsync(job, queues.Jobs), options.Time);
        _suspects = new JobIntake(connection, queues.Suspects, job => _work.WorkAsync(job, queues.Suspects), options.Time);
    }

    public Guid Session => _offered.Offer.Session;

    public RunManifest Manifest => _offered.Offer.Manifest;

    /// <inheritdoc cref="CaseWork.Done" />
    public int Done => _work.Done;

    /// <inheritdoc cref="CaseWork.GivenBack" />
    public int GivenBack => _work.GivenBack;

    /// <summary>Follows a share; false when it is no newer than the one that is followed.</summary>
    public async Task<bool> TryFollowAsync(Share share)
    {
        lock (_lock)
        {
            if (share.Order <= _share.Order || _isLeaving)
            {
                return false;
            }

            _share = (share.Order, share.Calls);
            _account.Gate.CapAt(share.Calls);
            SetIntake();
        }

        await SayAsync(LetterKinds.Status);
        return true;
    }

    /// <summary>Called several times a second: says how it goes when it is time, or when a share that shrank is kept to a little better.</summary>
    public async Task PulseAsync()
    {
        bool isTime;
        lock (_lock)
        {
            SetIntake();
            isTime = _saidAt is not { } saidAt || _time.GetElapsedTime(saidAt) >= StatusEvery || (_saidUnderWay > _share.Calls && _account.Gate.UnderWay < _saidUnderWay);
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
            _isLeaving = true;
        }

        TakeNoMore();
        _work.Leave(givesBack: true);
        _account.Gate.Close();
        await SayAsync(LetterKinds.Status);
        using var patience = new CancellationTokenSource(grace, _time);
        await _work.EmptyAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync();
        await SayAsync(LetterKinds.Left);
    }

    /// <summary>Gives up everything at once: the run needs it no more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isLeaving = true;
        }

        await EndAsync();
        await _work.DisposeAsync();
        _offered.Dispose();
    }

    public async Task SayFaultAsync(RunStoppedException fault) => await _post.SendAsync(
        _coordinator, Letter.Of(LetterKinds.Fault, new WorkerFault(Session, _worker, fault.Message, fault.Fix), WorkersJson.Lines.WorkerFault, Session));

    private void TakeNoMore() => (_jobs.Most, _suspects.Most) = (0, 0);

    private async Task EndAsync()
    {
        TakeNoMore();
        await _work.AbandonAsync();
        await _jobs.DisposeAsync();
        await _suspects.DisposeAsync();
        await _work.EmptyAsync(CancellationToken.None);   // what came in the meantime
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
                Held = _work.Held,
                Limit = _account.Gate.Limit,
                Retries = _account.Counts.Retries,
                Faults = _account.Counts.Faults,
                IsLeaving = _isLeaving,
            };
            (_saidAt, _saidUnderWay) = (_time.GetTimestamp(), status.UnderWay);
        }

        return _post.SendAsync(_coordinator, Letter.Of(kind, status, WorkersJson.Lines.WorkerStatus, Session));
    }
}
