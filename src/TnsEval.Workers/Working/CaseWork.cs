using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>Classifies jobs as a run on one machine does, each in its own time, and lets a job go when its result is stored. Safe to use from many threads.</summary>
internal sealed class CaseWork : IAsyncDisposable
{
    private readonly RunManifest _manifest;
    private readonly Guid _session;
    private readonly TimeProvider _time;
    private readonly LookAhead _ahead;
    private readonly Action<RunStoppedException> _onFault;
    private readonly AnswerRecorder _recorder;
    private readonly ITicketClassifier[] _classifiers;
    private readonly ResultPost _post;
    private readonly HeldJobs _held = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _givesBack;
    private int _done;
    private int _givenBack;

    /// <param name="offer">The run.</param>
    /// <param name="setup">What it is worked on with.</param>
    /// <param name="post">The way for results; disposed with this.</param>
    /// <param name="ahead">Told how long jobs take.</param>
    /// <param name="onFault">Told of a fault that ends the run.</param>
    public CaseWork(Offer offer, RunSetup setup, ResultPost post, LookAhead ahead, Action<RunStoppedException> onFault)
    {
        (_manifest, _session, _time, _post, _ahead, _onFault) = (offer.Manifest, offer.Session, setup.Time, post, ahead, onFault);
        _recorder = AnswerRecorder.WithoutFolder(setup);
        _classifiers = EvalRun.ClassifiersOf(setup, _manifest, _recorder);
    }

    /// <summary>Jobs that are not let go yet.</summary>
    public int Held => _held.Count;

    /// <summary>Cases whose results were sent from here.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Jobs that went back unfinished.</summary>
    public int GivenBack => Volatile.Read(ref _givenBack);

    private bool IsLeaving => _leaving.Task.IsCompleted;

    /// <summary>Works on one job until it is let go.</summary>
    /// <param name="delivery">The job.</param>
    /// <param name="queue">Where it came from, and goes back to.</param>
    public async Task WorkAsync(Delivery delivery, string queue)
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
            foreach (var each in _held.Remove(job.Session, job.Key))
            {
                await LetGoAsync(each, queue, isDone || (!_givesBack && job.Session == _session));
            }
        }
        finally
        {
            _held.Finish(held);
        }
    }

    /// <summary>From now on jobs that fail go back, whatever they fail of.</summary>
    /// <param name="givesBack">Whether the run goes on without this worker; if not, nobody waits for its jobs any more.</param>
    public void Leave(bool givesBack)
    {
        _givesBack |= givesBack;
        _leaving.TrySetResult();
    }

    /// <summary>Ends when no job is left.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => _held.EmptyAsync(cancellationToken);

    /// <summary>Gives up what is left.</summary>
    public async Task AbandonAsync()
    {
        Leave(givesBack: false);
        await _abandon.CancelAsync();
        await _held.EmptyAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _post.DisposeAsync();
        await _recorder.FlushAsync();
        _recorder.Dispose();
        _abandon.Dispose();
    }

    /// <summary>False when the job is not done here.</summary>
    private async Task<bool> TryWorkAsync(CaseJob job)
    {
        var trace = new CallTrace(job.Case, job.Repeat, job.Perturbation);
        trace.Begin();
        Letter letter;
        try
        {
            var classification = await _classifiers[job.Repeat].ClassifyAsync(job.Ticket, _abandon.Token);
            if (classification.Outcome is CaseOutcome.Assessed)
            {
                await _recorder.KeepAssessedAsync(trace);
            }

            letter = Letter.Of(LetterKinds.Result, CaseResult.Of(job, classification, trace, _manifest.Options.Record is not null), WorkersJson.Lines.CaseResult, job.Session);
        }
        catch (Exception) when (IsLeaving)
        {
            return false;
        }
        catch (Exception e)
        {
            return await FailAsync(e as RunStoppedException ?? new RunStoppedException($"classifying case {job.Case} failed with {e.GetType().Name}", "Report this"));
        }

        if (letter.IsTooLong)
        {
            return await FailAsync(new RunStoppedException($"the result of case {job.Case} is longer than the {Letter.LongestBody / 1024 / 1024} MiB that are sent", "Run without --workers"));
        }

        var from = _time.GetTimestamp();
        if (!await _post.TrySendAsync(letter, _abandon.Token))
        {
            return false;
        }

        _ahead.Add(trace.ModelTime, _time.GetElapsedTime(from));
        Interlocked.Increment(ref _done);
        return true;
    }

    /// <summary>Tells of a fault, and keeps the job until this worker leaves: given back before, it would come back at once and fail again.</summary>
    private async Task<bool> FailAsync(RunStoppedException fault)
    {
        _onFault(fault);
        await _leaving.Task;
        return false;
    }

    private async Task LetGoAsync(Delivery delivery, string queue, bool forGood)
    {
        if (forGood)
        {
            await delivery.AckAsync();
            return;
        }

        Interlocked.Increment(ref _givenBack);
        await _post.GiveBackAsync(delivery, queue);
    }
}
