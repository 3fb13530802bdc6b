using System.Text.Json.Nodes;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsTriage;

namespace TnsEval.Cli.Output;

/// <summary>What <c>sets check --json</c> writes: problems always, and the rest as soon as every line of the set can be read.</summary>
internal static class CheckedSetJson
{
    public static string Of(IReadOnlyList<Problem> problems, EvalSet? set, SetCheck? check)
    {
        var json = new JsonObject { ["problems"] = JsonText.Array(problems) };
        if (set is not null && check is not null)
        {
            json["warnings"] = JsonText.Array(check.Warnings);
            json["hash"] = set.Hash;
            json["tickets"] = set.Cases.Count;
            json["shortcuts"] = new JsonObject { ["length"] = Rounded(check.Shortcuts.Length), ["words"] = Rounded(check.Shortcuts.Words) };
            json["tags"] = new JsonArray([.. check.Tags.Select(count => new JsonObject
            {
                ["tag"] = count.Tag,
                ["escalate"] = count.Escalate,
                ["benign"] = count.Benign,
                ["wantedEscalate"] = count.WantedEscalate,
                ["wantedBenign"] = count.WantedBenign,
            })]);
        }

        return json.ToJsonString(JsonText.Indented);
    }

    private static double? Rounded(double? area) => area is { } value ? Math.Round(value, 6) : null;
}
