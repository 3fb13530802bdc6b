using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Triage;

/// <summary>Takes one job at a time from the inbox and tells the inbox how it ended, whatever happens to it.</summary>
internal sealed partial class TriageWorker(
    ConversationTriage triage, IInbox inbox, ILedger ledger, TriageSignals signals, TriageOptions options, TimeProvider time, ILogger<TriageWorker> logger)
{
    /// <summary>Workers that may die on one conversation.</summary>
    private const int MostLost = 5;

    /// <summary>Works on the job that has been due longest; false when none is.</summary>
    /// <param name="stopping">Cancelled when the job is to be given back unfinished.</param>
    /// <exception cref="Storage.StorageUnavailableException">Inbox or ledger did not answer; the job is given back, or its lease ends by itself.</exception>
    public async Task<bool> WorkOnceAsync(CancellationToken stopping)
    {
        if (await inbox.TryLeaseAsync(options.Lease) is not { } lease)
        {
            return false;
        }

        try
        {
            await WorkAsync(lease, stopping);
            return true;
        }
        catch (Storage.StorageUnavailableException)
        {
            await TryGiveBackAsync(lease);
            throw;
        }
    }

    private async Task WorkAsync(InboxLease lease, CancellationToken stopping)
    {
        var end = await HoldAndWorkAsync(lease, stopping);
        await (end switch
        {
            null when stopping.IsCancellationRequested => inbox.ReleaseAsync(lease, TimeSpan.Zero),
            null => LostAsync(lease),
            JobEnd.Held held => inbox.ReleaseAsync(lease, held.Wait),
            JobEnd.Done => inbox.CompleteAsync(lease),
            JobEnd.Later later when IsPatienceOver(lease, later.Setback) => BuryAsync(lease, later.Setback),
            JobEnd.Later later => RetryAsync(lease, later),
            JobEnd.Never never => BuryAsync(lease, never.Setback),
            _ => throw new System.Diagnostics.UnreachableException(end.GetType().Name),
        });
    }

    /// <summary>A ledger that is away is no fault of the job; left alone, its lease would end as one whose worker died, and count against it.</summary>
    private async Task TryGiveBackAsync(InboxLease lease)
    {
        try
        {
            await inbox.ReleaseAsync(lease, Backoff.WhileAway);
        }
        catch (Storage.StorageUnavailableException)
        {
            return;   // it is the inbox that is away: the lease ends by itself
        }
    }

    /// <summary>Works with the ledger's leave, for a lease says only that this message of the queue is ours, not that the conversation is.</summary>
    /// <returns>Null when the work was cancelled, or what it was done by was lost.</returns>
    private async Task<JobEnd?> HoldAndWorkAsync(InboxLease lease, CancellationToken stopping)
    {
        if (lease.Lost >= MostLost)
        {
            return new JobEnd.Never(new Setback(SetbackKind.WorkerDied, $"{lease.Lost} workers did not come back from it"));
        }

        if (await ledger.TryHoldAsync(lease.Conversation, lease.Merged, options.Lease) is not { } hold)
        {
            LogHeld(logger, lease.Conversation);
            return new JobEnd.Held(Backoff.WhileHeld(lease));
        }

        try
        {
            using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await using var keeper = new LeaseKeeper(
                async () => await ledger.RenewAsync(hold, options.Lease) && await inbox.RenewAsync(lease, options.Lease), options.Lease, time, work);
            return await TryAsync(lease, hold, work.Token);
        }
        finally
        {
            await ledger.ReleaseAsync(hold);
        }
    }

    private async Task<JobEnd?> TryAsync(InboxLease lease, Hold hold, CancellationToken cancellationToken)
    {
        try
        {
            return await triage.WorkAsync(lease, hold, cancellationToken);
        }
        catch (HoldLostException)
        {
            return null;
        }
        catch (HeldElsewhereException)
        {
            LogHeld(logger, lease.Conversation);
            return new JobEnd.Held(5 * Backoff.WhileHeld(lease));   // that was found by asking Front, whose calls are few
        }
        catch (FrontException e) when (e.Fault is FrontFault.NotFound)
        {
            await ledger.NoteAsync(lease.Conversation, "Front does not know it any more");
            return new JobEnd.Done();
        }
        catch (FrontException e)
        {
            return Escalator.IsPassing(e.Fault)
                ? new JobEnd.Later(new Setback(SetbackKind.FrontUnavailable, e.Message), (e.Fault as FrontFault.RateLimited)?.RetryAfter)
                : new JobEnd.Later(new Setback(SetbackKind.Refused, e.Message));
        }
        catch (ModelUnavailableException e)
        {
            return new JobEnd.Later(new Setback(SetbackKind.ModelUnavailable, e.Message), e.RetryAfter);
        }
        catch (Exception e) when (e is not Storage.StorageUnavailableException && cancellationToken.IsCancellationRequested)
        {
            return null;   // whatever it is that clients throw when they are cancelled
        }
        catch (Exception e) when (e is not Storage.StorageUnavailableException)
        {
            // The message may hold anything; the type and the place are ours.
            LogUnexpected(logger, lease.Conversation, e.GetType().Name, PlaceOf(e));
            return new JobEnd.Later(new Setback(SetbackKind.Unexpected, $"{e.GetType().Name} in {PlaceOf(e)}"));
        }
    }

    private bool IsPatienceOver(InboxLease lease, Setback setback) => setback.Kind switch
    {
        SetbackKind.FrontUnavailable or SetbackKind.PageFailed =>
            lease.LastSetback?.Kind == setback.Kind && time.GetUtcNow() - lease.FailingSince >= options.FrontPatience,
        SetbackKind.ModelUnavailable => false,   // triage itself gives the ticket to a person
        _ => lease.Attempt >= options.MaxAttempts && (lease.LastSetback?.Kind == setback.Kind || options.MaxAttempts == 1),
    };

    private async Task<bool> RetryAsync(InboxLease lease, JobEnd.Later later)
    {
        signals.Setback(later.Setback.Kind);
        var wait = Backoff.After(lease, later.RetryAfter);
        LogRetry(logger, lease.Conversation, lease.Attempt, later.Setback.Kind, later.Setback.Detail, wait);
        if (lease.LastSetback?.Kind != later.Setback.Kind)
        {
            await ledger.NoteAsync(lease.Conversation, $"{WireName<SetbackKind>.Of(later.Setback.Kind)}: {later.Setback.Detail}");
        }

        return await inbox.RetryAsync(lease, later.Setback, wait);
    }

    private async Task<bool> BuryAsync(InboxLease lease, Setback setback)
    {
        signals.Dead(setback.Kind);
        LogDead(logger, lease.Conversation, lease.Attempt, setback.Kind, setback.Detail);
        await ledger.NoteAsync(lease.Conversation, $"dead letter, {WireName<SetbackKind>.Of(setback.Kind)}: {setback.Detail}");
        return await inbox.DeadLetterAsync(lease, setback);
    }

    private Task<bool> LostAsync(InboxLease lease)
    {
        LogLost(logger, lease.Conversation, lease.Attempt);
        return inbox.ReleaseAsync(lease, Backoff.WhileHeld(lease));
    }

    private static string PlaceOf(Exception e) =>
        new System.Diagnostics.StackTrace(e).GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.FullName)
            .FirstOrDefault(name => name?.StartsWith("TnsTriage", StringComparison.Ordinal) == true)
        ?? "code that is not ours";

    [LoggerMessage(1, LogLevel.Warning, "{Conversation}, attempt {Attempt}: {Kind}: {Why}; again in {Wait}")]
    private static partial void LogRetry(ILogger logger, ConversationId conversation, int attempt, SetbackKind kind, string why, TimeSpan wait);

    [LoggerMessage(2, LogLevel.Error,
        "{Conversation} is a dead letter after attempt {Attempt}: {Kind}: {Why}. It was not triaged to the end; replay it when the reason is gone")]
    private static partial void LogDead(ILogger logger, ConversationId conversation, int attempt, SetbackKind kind, string why);

    [LoggerMessage(3, LogLevel.Warning, "{Conversation}, attempt {Attempt}: it was not kept in time, and another worker may have it; given back")]
    private static partial void LogLost(ILogger logger, ConversationId conversation, int attempt);

    [LoggerMessage(4, LogLevel.Error, "{Conversation}: {Exception} in {Place}")]
    private static partial void LogUnexpected(ILogger logger, ConversationId conversation, string exception, string place);

    [LoggerMessage(5, LogLevel.Debug, "{Conversation} waits: another worker has it, or one that it was merged with")]
    private static partial void LogHeld(ILogger logger, ConversationId conversation);
}
