using System.Text.Json.Serialization;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Operations;

/// <summary>Whether the service can do its work.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> or <c>unready</c>.</param>
/// <param name="Inbox">Whether it can be written: <c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Ledger">Whether it can be read: the same words; <c>none</c> in a receiver.</param>
/// <param name="Triage"><c>running</c>, or <c>waiting</c> for Front to tell what the policy's names mean; <c>none</c> in a receiver.</param>
/// <param name="Front"><c>answers</c>, <c>failing</c>, or <c>not_asked</c>.</param>
/// <param name="Model">The same words.</param>
internal sealed record ReadinessReport(string Status, string Inbox, string Ledger, string Triage, string Front, string Model)
{
    [JsonIgnore]
    public bool TakesWebhooks => Status != "unready";
}

/// <summary>
/// Tells whether the service is ready. Unready is only one that cannot store what it is sent: a webhook that a balancer keeps from us is
/// lost, one that we store while Front or the model is away is not. See docs/adr/0021.
/// </summary>
internal sealed class Readiness(
    IInbox inbox, ITagNotes notes, TriageSignals signals, TimeProvider time, ILedger? ledger = null, TriageStartup? startup = null)
{
    /// <summary>A write that takes longer is one that Front would not wait for either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>How long a probe is good for: whoever asks without end must not wear the disk out.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<bool> _probe = Task.FromResult(false);
    private DateTimeOffset _probedAt = DateTimeOffset.MinValue;

    public async Task<ReadinessReport> LookAsync()
    {
        var (isWritable, isOpen) = (await ProbeAsync(), await IsOpenAsync());
        var (front, model) = (Word(signals.Front), Word(signals.Model));
        var status = !isWritable || (!isOpen && notes.NeedLedger) ? "unready"
            : !isOpen || startup is { HasBegun: false } || front == "failing" || model == "failing" ? "degraded"
            : "ready";
        return new ReadinessReport(
            status,
            Word(isWritable),
            ledger is null ? "none" : Word(isOpen),
            startup switch { null => "none", { HasBegun: true } => "running", _ => "waiting" },
            front,
            model);
    }

    private Task<bool> ProbeAsync()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _probedAt >= Fresh && (_probe.IsCompleted || now - _probedAt >= Patience))
            {
                (_probe, _probedAt) = (IsWritableAsync(), now);
            }

            return _probe;
        }
    }

    private async Task<bool> IsWritableAsync()
    {
        try
        {
            await inbox.ProbeAsync().WaitAsync(Patience, time);
            return true;
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> IsOpenAsync()
    {
        try
        {
            await (ledger?.CursorAsync("readiness").WaitAsync(Patience, time) ?? Task.CompletedTask);
            return true;
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException)
        {
            return false;
        }
    }

    private static string Word(bool isOk) => isOk ? "ok" : "unavailable";

    private static string Word(Reachability of) => of.State switch
    {
        (_, not null) => "failing",
        (not null, _) => "answers",
        _ => "not_asked",
    };
}
