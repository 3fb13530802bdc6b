using TnsEval.Runs;
using TnsEval.Workers.Messages;

namespace TnsEval.Workers.Coordinating;

/// <summary>The workers of a session: who they are, when they were last heard of, and their shares. Safe to use from many threads.</summary>
/// <param name="limit">Calls at once over all workers.</param>
/// <param name="time">The clock of silence.</param>
internal sealed class Members(int limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Allotment _allotment = new(limit);
    private readonly Dictionary<Guid, Member> _present = [];
    private readonly Dictionary<Guid, Member> _gone = [];
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _present.Count;
            }
        }
    }

    /// <summary>Jobs that they say they have.</summary>
    public int Held => Sum(status => status.Held);

    /// <summary>All of them together, setbacks of those who left too.</summary>
    public ElsewhereStatus Status
    {
        get
        {
            lock (_lock)
            {
                WorkerStatus[] all = [.. _present.Values.Concat(_gone.Values).Select(member => member.Status).OfType<WorkerStatus>()];
                return new ElsewhereStatus(_present.Count, Sum(status => status.Limit), all.Sum(status => status.Retries), all.Sum(status => status.Faults));
            }
        }
    }

    /// <summary>Whether none of them makes a call any more, as far as they say.</summary>
    public bool AreIdle
    {
        get
        {
            lock (_lock)
            {
                return _allotment.Bound == 0;
            }
        }
    }

    /// <summary>Takes a worker in; false when it is in already: then it is told its share again, which it cannot have heard.</summary>
    public bool Add(Join join)
    {
        lock (_lock)
        {
            if (_present.TryGetValue(join.Worker, out var present))
            {
                (present.Told, present.HeardAt, present.HasMail) = (0, time.GetTimestamp(), true);
                return false;
            }

            _present.Add(join.Worker, new Member(join) { HeardAt = time.GetTimestamp(), HasMail = true });
            _gone.Remove(join.Worker);
            _allotment.Add(join.Worker, CapOf(join, isLeaving: false));
            return true;
        }
    }

    /// <summary>Takes a sign of life.</summary>
    /// <returns>The member when it was believed to be gone and is back; null otherwise, also when it was never one.</returns>
    public Member? Heard(WorkerStatus status)
    {
        lock (_lock)
        {
            var isBack = _gone.Remove(status.Worker, out var back);
            if (isBack)
            {
                // It still keeps to its old share, and would take a share of a lower order for an older one.
                var (order, calls) = back!.LastShare;
                _present.Add(status.Worker, back);
                _allotment.Add(status.Worker, CapOf(back.Join, status.IsLeaving), Math.Max(status.UnderWay, calls), Math.Max(status.Order, order));
            }

            if (!_present.TryGetValue(status.Worker, out var member))
            {
                return null;
            }

            (member.Status, member.HeardAt, member.HasMail) = (status, time.GetTimestamp(), true);
            _allotment.Cap(status.Worker, CapOf(member.Join, status.IsLeaving));
            _allotment.Heard(status.Worker, status.Order, status.UnderWay);
            return isBack ? member : null;
        }
    }

    /// <summary>Lets a worker go; null when it is none.</summary>
    public Member? Remove(Guid worker)
    {
        lock (_lock)
        {
            if (!_present.Remove(worker, out var member))
            {
                return null;
            }

            _gone[worker] = member;
            member.LastShare = _allotment.ShareOf(worker);
            _allotment.Remove(worker);
            return member;
        }
    }

    /// <summary>Lets the worker go whose mail does not exist; null when nobody has it, and when its owner may have yet to declare it again.</summary>
    public Member? RemoveByMail(string mail)
    {
        lock (_lock)
        {
            return _present.Values.FirstOrDefault(member => member.HasMail && member.Join.Mail == mail) is { } member ? Remove(member.Join.Worker) : null;
        }
    }

    /// <summary>The broker may have been started anew, and everybody's mail be gone with it: it is believed to exist again when its owner is heard of.</summary>
    public void DoubtMail()
    {
        lock (_lock)
        {
            foreach (var member in _present.Values)
            {
                member.HasMail = false;
            }
        }
    }

    /// <summary>Those not heard of for so long; they are let go.</summary>
    public IReadOnlyList<Member> RemoveSilent(TimeSpan silence)
    {
        lock (_lock)
        {
            Member[] silent = [.. _present.Values.Where(member => time.GetElapsedTime(member.HeardAt) > silence)];
            Array.ForEach(silent, member => Remove(member.Join.Worker));
            return silent;
        }
    }

    /// <summary>Begins to count silence anew: nobody could be heard for a while.</summary>
    public void ForgiveSilence()
    {
        lock (_lock)
        {
            foreach (var member in _present.Values)
            {
                member.HeardAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>From now on nobody gets a share.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var worker in _present.Keys)
            {
                _allotment.Cap(worker, 0);
            }
        }
    }

    /// <summary>Divides anew.</summary>
    /// <returns>Whom to tell: those whose share changed, and those who by their last word do not know it.</returns>
    public IReadOnlyList<(Member Member, int Order, int Calls)> Divide()
    {
        lock (_lock)
        {
            _allotment.Divide();
            var tell = new List<(Member, int, int)>();
            foreach (var member in _present.Values)
            {
                var (order, calls) = _allotment.ShareOf(member.Join.Worker);
                if (order != member.Told || (member.Status is { } status && status.Order != order))
                {
                    member.Told = order;
                    tell.Add((member, order, calls));
                }
            }

            return tell;
        }
    }

    /// <summary>Everybody's share as of now.</summary>
    public IReadOnlyList<(Member Member, int Order, int Calls)> Shares()
    {
        lock (_lock)
        {
            return [.. _present.Values.Select(member => _allotment.ShareOf(member.Join.Worker) is var (order, calls) ? (member, order, calls) : default)];
        }
    }

    /// <summary>What people know a worker by.</summary>
    public string NameOf(Guid worker)
    {
        lock (_lock)
        {
            return (_present.GetValueOrDefault(worker) ?? _gone.GetValueOrDefault(worker))?.Join.Name ?? worker.ToString("N")[..8];
        }
    }

    private int CapOf(Join join, bool isLeaving) => isLeaving || _isClosed ? 0 : Math.Min(join.Cap ?? limit, limit);

    private int Sum(Func<WorkerStatus, int> of)
    {
        lock (_lock)
        {
            return _present.Values.Sum(member => member.Status is { } status ? of(status) : 0);
        }
    }
}

/// <summary>A worker of a session.</summary>
internal sealed class Member(Join join)
{
    public Join Join => join;

    /// <summary>Its last word; null before it said one.</summary>
    public WorkerStatus? Status { get; set; }

    public long HeardAt { get; set; }

    /// <summary>The share that it was last told.</summary>
    public int Told { get; set; }

    /// <summary>Its share when it was let go.</summary>
    public (int Order, int Calls) LastShare { get; set; }

    /// <summary>Whether it has been heard of since the connection was made, and so has declared its mail.</summary>
    public bool HasMail { get; set; }
}
