namespace TnsEval.Workers.Faults;

/// <summary>What every fault is told.</summary>
/// <param name="ToolDll">The published <c>TnsEval.Cli.dll</c>.</param>
/// <param name="Repository">Where the prompts are.</param>
/// <param name="Folder">For eval sets, runs and logs.</param>
/// <param name="Seed">Of what is drawn by lot.</param>
internal sealed record BenchOptions(string ToolDll, string Repository, string Folder, int Seed);
