using System.Globalization;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>uniqueItems</c>, in time that grows with the size of the array and not with its square.</summary>
internal sealed class UniqueItemsKeyword : Keyword
{
    private readonly string _pointer;

    private UniqueItemsKeyword(string pointer) => _pointer = pointer;

    public static UniqueItemsKeyword? Read(SchemaSource source) =>
        source.Flag("uniqueItems") is true ? new UniqueItemsKeyword(source.PointerTo("uniqueItems")) : null;

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() < 2)
        {
            return true;
        }

        var firstIndexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!CanonicalJson.TryWrite(item, out var canonical))
            {
                return evaluation.Refuse(instance, _pointer, "has an item that is nested too deeply to compare; make it flatter");
            }

            if (!firstIndexOf.TryAdd(canonical, index))
            {
                evaluation.Findings?.Add(instance, _pointer, string.Create(
                    CultureInfo.InvariantCulture,
                    $"must not have the same item twice, but items {firstIndexOf[canonical]} and {index} (from 0) are equal"));
                return false;
            }

            index++;
        }

        return true;
    }
}
