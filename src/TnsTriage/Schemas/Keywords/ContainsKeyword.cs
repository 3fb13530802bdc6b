using System.Globalization;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> (1 when left out) and <c>maxContains</c>; both say nothing alone.</summary>
internal sealed class ContainsKeyword : Keyword
{
    private readonly SchemaNode _schema;
    private readonly long _least;
    private readonly long _most;
    private readonly string _leastPointer;
    private readonly string _mostPointer;

    private ContainsKeyword(SchemaSource source, SchemaNode schema, long? least, long? most)
    {
        _schema = schema;
        _least = least ?? 1;
        _most = most ?? long.MaxValue;
        _leastPointer = source.PointerTo(least is null ? "contains" : "minContains");
        _mostPointer = source.PointerTo("maxContains");
    }

    public static ContainsKeyword? Read(SchemaSource source)
    {
        var (schema, least, most) = (source.Schema("contains"), source.Count("minContains"), source.Count("maxContains"));
        return schema is null ? null : new ContainsKeyword(source, schema, least, most);
    }

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var count = 0L;
        foreach (var item in instance.EnumerateArray())
        {
            count += evaluation.Probe(_schema, item) ? 1 : 0;
            if (count > _most || (count >= _least && _most == long.MaxValue))
            {
                break;
            }
        }

        if (count < _least)
        {
            var found = string.Create(CultureInfo.InvariantCulture, $", but has {count}");
            evaluation.Findings?.Add(instance, _leastPointer, $"must contain at least {Items(_least)}{found}");
        }
        else if (count > _most)
        {
            evaluation.Findings?.Add(instance, _mostPointer, $"must contain at most {Items(_most)}");
        }

        return count >= _least && count <= _most;
    }

    private string Items(long count) => $"{TextOf.Count(count, "item", "items")} of the kind under {_schema.Pointer} of the schema";
}
