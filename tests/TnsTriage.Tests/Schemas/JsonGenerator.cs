using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace TnsTriage.Tests.Schemas;

/// <summary>Random JSON values, and random texts that are nearly JSON.</summary>
internal static class JsonGenerator
{
    private const string Marks = "{}[]:,\"\\/u0123456789aeE+-. \n\t\0*#'é€😀\uD83D\uDE00\uFEFFtrufalsnND8";

    public static Gen<JsonNode?> Values { get; } = Gen.Sized(size => ValuesOf(Math.Min(size, 20)));

    /// <summary>Any UTF-16 code units, lone surrogates included.</summary>
    public static Gen<string> AnyText { get; } =
        Gen.Choose(0, 0xFFFF).Select(unit => (char)unit).ArrayOf().Select(units => new string(units));

    /// <summary>JSON with up to three places changed: a character dropped, put in or written over, or a part repeated.</summary>
    public static Gen<string> Mutated { get; } =
        from value in Values
        from mutations in Gen.Choose(0, 3)
        from seeds in Gen.Choose(0, int.MaxValue).ArrayOf(mutations)
        select seeds.Aggregate(value?.ToJsonString() ?? "null", Mutate);

    private static Gen<JsonNode?> ValuesOf(int size)
    {
        var scalars = Gen.OneOf(
            Gen.Constant<JsonNode?>(null),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Choose(-5, 5).Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<decimal>().Select(value => (JsonNode?)JsonValue.Create(value)),
            Names.Select(value => (JsonNode?)JsonValue.Create(value)));
        if (size == 0)
        {
            return scalars;
        }

        var inner = ValuesOf(size / 3);
        var arrays = inner.ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]));
        var objects = Names.Zip(inner).ListOf().Select(members => (JsonNode?)new JsonObject(members
            .DistinctBy(member => member.Item1, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))));
        return Gen.OneOf(scalars, arrays, objects);
    }

    private static Gen<string> Names => Gen.Elements("", "a", "b", "a/b", "m~n", "é", "😀", "\"", "\\", "\n", "SECRET");

    private static string Mutate(string text, int seed)
    {
        var random = new Random(seed);
        var at = random.Next(text.Length + 1);
        var mark = Marks[random.Next(Marks.Length)].ToString();
        return random.Next(5) switch
        {
            0 when at < text.Length => text.Remove(at, 1),
            1 when at < text.Length => text.Remove(at, 1).Insert(at, mark),
            2 => text.Insert(at, text[random.Next(at + 1)..at]),
            3 => text.Insert(at, "\\uD8" + random.Next(16, 100)),
            _ => text.Insert(at, mark),
        };
    }
}
