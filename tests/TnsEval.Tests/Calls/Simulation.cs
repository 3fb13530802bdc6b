using TnsEval.Testing;

namespace TnsEval.Tests.Calls;

/// <summary>
/// Runs asynchronous work on one thread and a clock that jumps to the next timer whenever nothing else is left to do: minutes pass in milliseconds, and
/// the same way every time.
/// </summary>
internal sealed class Simulation : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    public ManualTimeProvider Time { get; } = new();

    public TimeSpan Elapsed => TimeSpan.FromTicks(Time.GetTimestamp());

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    public T Run<T>(Func<Task<T>> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (_posted.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }
                else if (!Time.AdvanceToNextTimer())
                {
                    throw new InvalidOperationException("the work waits for something that will never happen");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });
}
