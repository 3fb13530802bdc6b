using TnsEval.Plugins;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Batches;

/// <summary>The model of a run that is answered by way of batch files: named like any other, with no plugin behind it.</summary>
internal static class BatchModel
{
    private const string Provider = "openai";

    /// <summary>Stands where other runs name their plugin's version, so that neither kind of run is gone on with as the other.</summary>
    private const string Version = "batch file";

    public static bool IsModelOf(RunManifest manifest) => manifest.Model.ProviderVersion == Version;

    /// <summary>Null and a problem when the name is not one.</summary>
    public static RunModel? Parse(string text, ICollection<Problem> problems)
    {
        if (!ModelName.TryParse(text, "--model", out var name, out var problem))
        {
            problems.Add(problem);
            return null;
        }

        if (name.Provider != Provider)
        {
            problems.Add(new Problem("--model", $"{text} has no batch files that are known here", $"Name the model as {Provider}/NAME, whose format other services read too"));
            return null;
        }

        return new RunModel(name.ToString(), Version, ProviderHash: "");
    }
}
