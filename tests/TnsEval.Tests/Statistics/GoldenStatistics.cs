using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Tests.Statistics;

/// <summary>Numbers that other programs computed twice; each case states its inputs, what is expected and how near we must come.</summary>
internal static class GoldenStatistics
{
    public const string File = "golden/statistics.json";

    /// <summary>Runs all cases of a method and fails with every number that is too far off.</summary>
    /// <param name="method">The method's name in the file.</param>
    /// <param name="computed">Our numbers for a case's inputs, named as in the file; the file may expect more than we compute.</param>
    public static void Check(string method, Func<JsonElement, JsonObject> computed)
    {
        using var file = JsonDocument.Parse(System.IO.File.ReadAllBytes(ReferenceData.PathOf(File)));
        JsonElement[] cases =
        [
            .. file.RootElement.GetProperty("cases").EnumerateArray().Where(@case => @case.GetProperty("method").ValueEquals(method))
        ];

        cases.ShouldNotBeEmpty();
        cases
            .SelectMany(@case => Differences(
                @case.GetProperty("name").GetString()!,
                computed(@case.GetProperty("inputs")),
                @case.GetProperty("expected"),
                @case.GetProperty("tolerance").GetDouble()))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Differences(string name, JsonObject computed, JsonElement expected, double tolerance)
    {
        foreach (var (key, value) in computed)
        {
            var wanted = expected.GetProperty(key);
            if (value is JsonObject inner)
            {
                foreach (var difference in Differences($"{name}, {key}", inner, wanted, tolerance))
                {
                    yield return difference;
                }
            }
            else if (!IsNear((double?)value, wanted.ValueKind == JsonValueKind.Null ? null : wanted.GetDouble(), tolerance))
            {
                yield return $"{name}: {key} is {value?.ToJsonString() ?? "null"}, not {wanted}";
            }
        }
    }

    private static bool IsNear(double? value, double? wanted, double tolerance) => value is { } ours && wanted is { } theirs
        ? Math.Abs(ours - theirs) <= tolerance * Math.Max(1, Math.Abs(theirs))
        : value is null && wanted is null;
}
