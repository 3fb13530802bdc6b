using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// The jobs that the run waits for, each by its key: the first answer to one counts, and no other. Safe to use from many threads.
/// </summary>
internal sealed class OpenJobs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RecordKey, OpenJob> _open = [];
    private readonly Dictionary<RecordKey, Delivery> _answered = [];
    private Exception? _end;

    /// <summary>How many are waited for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Opens a job; disposing it closes it, answered or not.</summary>
    public OpenJob Open(RecordKey key, Letter letter)
    {
        lock (_lock)
        {
            var job = new OpenJob(key, letter, Close);
            if (_end is not null)
            {
                job.Answer.SetException(_end);
            }
            else
            {
                _open.Add(key, job);
            }

            return job;
        }
    }

    /// <summary>Takes an answer; false when nobody waits for it: it is the second one, or of a case that was given up.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="delivery">What it came by, to be acknowledged once the journal has it.</param>
    public bool TryAnswer(RecordKey key, JobAnswer answer, Delivery delivery)
    {
        lock (_lock)
        {
            if (!_open.Remove(key, out var job))
            {
                return false;
            }

            _answered[key] = delivery;
            job.Answer.SetResult(answer);
            return true;
        }
    }

    /// <summary>The delivery of an answer that is in the journal now; null where none is kept.</summary>
    public Delivery? Journaled(RecordKey key)
    {
        lock (_lock)
        {
            return _answered.Remove(key, out var delivery) ? delivery : null;
        }
    }

    /// <summary>Ends all jobs that are open, and each that is opened later, by an exception.</summary>
    public void End(Exception why)
    {
        OpenJob[] open;
        lock (_lock)
        {
            if (_end is not null)
            {
                return;
            }

            _end = why;
            open = [.. _open.Values];
            _open.Clear();
        }

        Array.ForEach(open, job => job.Answer.TrySetException(why));
    }

    /// <summary>Ends them by what stops the run.</summary>
    public void Stop(string what, string fix) => End(new RunStoppedException(what, fix));

    /// <summary>Ends them by what the coordinator cannot go on with.</summary>
    public void Stop(Exception e) => End(
        e is BrokerRefusedException refused ? WorkersBroker.StoppedBy(refused) : new RunStoppedException($"the coordinator failed with {e.GetType().Name}", "Report this"));

    /// <summary>Those that were published and not answered.</summary>
    public IReadOnlyList<OpenJob> Published()
    {
        lock (_lock)
        {
            return [.. _open.Values.Where(job => job.Times > 0)];
        }
    }

    private void Close(OpenJob job)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(job.Key, out var open) && ReferenceEquals(open, job))
            {
                _open.Remove(job.Key);
            }
        }

        job.Answer.TrySetCanceled();   // whoever publishes it need not
    }
}

/// <summary>A job that is waited for.</summary>
internal sealed class OpenJob(RecordKey key, Letter letter, Action<OpenJob> close) : IDisposable
{
    private int _times;

    public RecordKey Key => key;

    public Letter Letter => letter;

    public TaskCompletionSource<JobAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often it was published, as confirmed by the broker.</summary>
    public int Times => Volatile.Read(ref _times);

    /// <summary>What its answer cost; nothing as long as there is none.</summary>
    public Spend Spent => Answer.Task.IsCompletedSuccessfully && Answer.Task.Result.Result is { } result ? result.Spent : default;

    public void Published() => Interlocked.Increment(ref _times);

    public void Dispose() => close(this);
}

/// <summary>What came of a job.</summary>
/// <param name="Classification">As on the worker.</param>
/// <param name="Result">What came with it; null when no worker lived to tell.</param>
internal sealed record JobAnswer(Classification Classification, CaseResult? Result);
