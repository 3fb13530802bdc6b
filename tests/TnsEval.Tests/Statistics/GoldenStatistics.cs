using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Tests.Statistics;

/// <summary>Numbers that other programs computed twice; each case states its inputs, what is expected and how near we must come.</summary>
internal static class GoldenStatistics
{
    public const string File = "golden/statistics.json";

    /// <summary>Runs all cases of a method and fails with every number that is too far off, or when there is nothing to check.</summary>
    /// <param name="method">The method's name in the file.</param>
    /// <param name="computed">Our numbers for a case's inputs, named as in the file; the file may expect more than we compute.</param>
    /// <returns>How many cases there are, and the largest error: absolute up to 1, relative above.</returns>
    public static (int Cases, double WorstError) Check(string method, Func<JsonElement, JsonObject> computed)
    {
        using var file = JsonDocument.Parse(System.IO.File.ReadAllBytes(ReferenceData.PathOf(File)));
        JsonElement[] cases =
        [
            .. file.RootElement.GetProperty("cases").EnumerateArray().Where(@case => @case.GetProperty("method").ValueEquals(method))
        ];
        (string Name, double? Ours, double? Theirs, double Tolerance)[] numbers =
        [
            .. cases.SelectMany(@case => Numbers(@case.GetProperty("name").GetString()!, computed(@case.GetProperty("inputs")), @case.GetProperty("expected"))
                .Select(number => (number.Name, number.Ours, number.Theirs, @case.GetProperty("tolerance").GetDouble())))
        ];

        numbers.ShouldNotBeEmpty();
        numbers
            .Where(number => !(Error(number.Ours, number.Theirs) <= number.Tolerance))
            .Select(number => $"{number.Name} is {number.Ours}, not {number.Theirs}")
            .ShouldBeEmpty();
        return (cases.Length, numbers.Max(number => Error(number.Ours, number.Theirs)));
    }

    private static IEnumerable<(string Name, double? Ours, double? Theirs)> Numbers(string name, JsonNode? computed, JsonElement expected) => computed switch
    {
        JsonObject members => members.SelectMany(member => Numbers($"{name}, {member.Key}", member.Value, expected.GetProperty(member.Key))),
        JsonArray items when items.Count == expected.GetArrayLength() =>
            items.Zip(expected.EnumerateArray()).SelectMany((pair, index) => Numbers($"{name}, {index}", pair.First, pair.Second)),
        JsonArray items => [($"{name}, length", items.Count, expected.GetArrayLength())],
        _ => [(name, (double?)computed, expected.ValueKind == JsonValueKind.Null ? null : expected.GetDouble())],
    };

    private static double Error(double? ours, double? theirs) => (ours, theirs) switch
    {
        (null, null) => 0,
        ({ } got, { } wanted) => Math.Abs(got - wanted) / Math.Max(1, Math.Abs(wanted)),
        _ => double.PositiveInfinity,
    };
}
