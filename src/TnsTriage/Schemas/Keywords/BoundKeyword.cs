using System.Text;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c> and <c>exclusiveMaximum</c>, exact at any size.</summary>
internal sealed class BoundKeyword : Assertion
{
    private readonly byte[] _bound;
    private readonly Func<int, bool> _isMet;
    private readonly string _message;

    private BoundKeyword(string pointer, string bound, Func<int, bool> isMet, string relation)
        : base(pointer)
    {
        _bound = Encoding.ASCII.GetBytes(bound);
        _isMet = isMet;
        _message = $"must be {relation} {TextOf.Shortened(bound, 40)}";
    }

    public static IEnumerable<BoundKeyword?> ReadAll(SchemaSource source) =>
    [
        Read(source, "minimum", order => order >= 0, "at least"),
        Read(source, "maximum", order => order <= 0, "at most"),
        Read(source, "exclusiveMinimum", order => order > 0, "greater than"),
        Read(source, "exclusiveMaximum", order => order < 0, "less than"),
    ];

    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.Number || _isMet(JsonNumber.Compare(JsonNumber.Of(instance), new JsonNumber(_bound)));

    protected override string Message(JsonElement instance) => _message;

    private static BoundKeyword? Read(SchemaSource source, string keyword, Func<int, bool> isMet, string relation) =>
        source.Number(keyword) is { } bound ? new BoundKeyword(source.PointerTo(keyword), bound, isMet, relation) : null;
}
