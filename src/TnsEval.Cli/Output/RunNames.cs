using TnsEval.Comparing;

namespace TnsEval.Cli.Output;

/// <summary>Short names that tell runs apart: their prompts where these differ, else their models, their sets, prompt and model; else their parts in the comparison.</summary>
internal static class RunNames
{
    /// <summary>One name a run, in order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<ComparedRun> runs)
    {
        Func<ComparedRun, string>[] ways = [run => run.Prompt.Name, run => run.Model.Name, run => run.Cases.Set, run => $"{run.Prompt.Name} on {run.Model.Name}"];
        return ways.Select(way => runs.Select(way).ToArray()).FirstOrDefault(names => names.Distinct(StringComparer.Ordinal).Count() == names.Length)
            ?? [.. runs.Select((_, index) => index == 0 ? "base" : runs.Count == 2 ? "candidate" : $"candidate {index}")];
    }
}
