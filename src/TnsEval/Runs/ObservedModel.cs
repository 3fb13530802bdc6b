using TnsEval.Abstractions;

namespace TnsEval.Runs;

/// <summary>Gathers what the records of a run show of its model. Safe to use from many threads.</summary>
internal sealed class ObservedModel
{
    private readonly Lock _lock = new();
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private readonly SortedSet<StructuredOutput> _outputs = [];
    private readonly SortedSet<string> _dropped = new(StringComparer.Ordinal);

    public void Add(CaseRecord record)
    {
        lock (_lock)
        {
            if (record.ModelId is { } id)
            {
                _ids.Add(id);
            }

            if (record.StructuredOutput is { } output)
            {
                _outputs.Add(output);
            }

            _dropped.UnionWith(record.DroppedParameters);
        }
    }

    public RunObserved ToObserved()
    {
        lock (_lock)
        {
            return new RunObserved([.. _ids], [.. _outputs], [.. _dropped]);
        }
    }
}
