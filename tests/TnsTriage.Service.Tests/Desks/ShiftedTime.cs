namespace TnsTriage.Service.Tests.Desks;

/// <summary>The clock of another machine, which is ahead by so much, or late.</summary>
internal sealed class ShiftedTime(TimeProvider time, TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;
}
