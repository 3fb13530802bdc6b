using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary>What must hold between prompt versions and what stands around them: eval sets, and what was released.</summary>
internal static class PromptChecks
{
    /// <summary>
    /// Compares few-shots with the tickets of eval sets. Whoever has prompts and no default set yet has nothing to leak; a set that was named, or that has
    /// problems, must be mended first.
    /// </summary>
    /// <returns>The set that few-shots were compared with; null when there is none.</returns>
    public static EvalSet? Leakage(Workspace workspace, IReadOnlyList<PromptFile> files, IReadOnlyList<string> named)
    {
        string[] paths = named.Count > 0 ? [.. named.Select(workspace.FromUser)] : [workspace.Settings.Resolve(workspace.Settings.Set)];
        if (named.Count == 0 && !Path.Exists(paths[0]))
        {
            return null;
        }

        if (!EvalSet.TryLoad(paths, split: null, out var set, out var problems))
        {
            var shown = string.Join(' ', paths.Select(workspace.ForUser));
            workspace.Problems.Add(problems is [var only]
                ? only
                : new Problem(shown, $"the eval set has {problems.Count} problems, so leakage was not checked", $"Mend them: tnseval sets check {shown}"));
            return null;
        }

        workspace.Problems.AddRange(EvalSets.Checks.Leakage.Check(files, set));
        return set;
    }

    /// <summary>Says which checked few-shots were compared with what.</summary>
    public static string Told(Workspace workspace, EvalSet? set) => set is null
        ? $"leakage was not checked: there is no eval set at {workspace.ForUser(workspace.Settings.Resolve(workspace.Settings.Set))}; name one with --set"
        : $"no few-shot is a near-duplicate of one of the {set.Cases.Count} tickets of {set.Name}";

    /// <summary>Compares versions with what was released of their folders; of the default folder when there is none.</summary>
    public static void Released(Workspace workspace, IReadOnlyList<PromptFile> files)
    {
        string[] folders = files.Count > 0
            ? [.. files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct(StringComparer.Ordinal)]
            : [workspace.Settings.Resolve(workspace.Settings.Prompts)];
        foreach (var folder in folders)
        {
            workspace.Problems.AddRange(ReleasedPrompts.Read(folder, workspace.Problems)?.Check(folder, files) ?? []);
        }
    }
}
