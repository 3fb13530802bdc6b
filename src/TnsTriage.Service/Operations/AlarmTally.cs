using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Operations;

/// <summary>
/// Counts the alarms since a time again and again, and each hour that is past once only: a month may hold hundreds of millions of decisions. Used by
/// one thread at a time.
/// </summary>
/// <param name="countAsync">Counts from a time on and before another; asked for little more than an hour at a time, so that no statement is long.</param>
internal sealed class AlarmTally(Func<DateTimeOffset, DateTimeOffset, Task<AlarmCount>> countAsync)
{
    private static readonly TimeSpan Slice = TimeSpan.FromHours(1);

    /// <summary>Decisions carry the time of the machine that made them: an hour is past when it is for a clock that is late by as much, too.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    private DateTimeOffset _since, _until;
    private AlarmCount _past = new(0, 0);

    /// <summary>Counts. What was counted before an exception is not counted again.</summary>
    public async Task<AlarmCount> CountAsync(DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (since != _since)
        {
            (_since, _until, _past) = (since, since, new AlarmCount(0, 0));
        }

        for (; _until + Slice <= now - Late; _until += Slice)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _past = Sum(_past, await countAsync(_until, _until + Slice));
        }

        return Sum(_past, await countAsync(_until, now + Late));
    }

    private static AlarmCount Sum(AlarmCount one, AlarmCount other) => new(one.Alarms + other.Alarms, one.Assessed + other.Assessed);
}
