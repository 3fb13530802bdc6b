using TnsEval.Testing;

namespace TnsEval.Benchmarks.Load;

/// <summary>The tool, built as it is packed and once more compiled ahead of time.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Path">Its entry assembly.</param>
internal sealed record Tool(string Name, string Path)
{
    public const string Jit = "JIT";
    public const string ReadyToRun = "ReadyToRun";

    /// <summary>Publishes both below a folder.</summary>
    public static async Task<IReadOnlyList<Tool>> PublishAsync(string folder) =>
    [
        await PublishAsync(ReadyToRun, System.IO.Path.Combine(folder, "r2r"), "-p:PublishReadyToRun=true"),
        await PublishAsync(Jit, System.IO.Path.Combine(folder, "jit"), "-p:PublishReadyToRun=false"),
    ];

    /// <summary>Runs it in the repository.</summary>
    public Task<Child> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] variables) =>
        Child.RunAsync("dotnet", [Path, .. arguments], TestPaths.RepositoryRoot, variables);

    private static async Task<Tool> PublishAsync(string name, string output, string property)
    {
        // A lock file of its own: the committed ones name no runtime.
        await Child.RunWellAsync(
            "dotnet",
            ["publish", "src/TnsEval.Cli", "-c", "Release", "-r", "linux-x64", "--self-contained", "false", property, "-p:NuGetLockFilePath=obj/load.lock.json", "-o", output, "-m:1"],
            TestPaths.RepositoryRoot);
        return new Tool(name, System.IO.Path.Combine(output, "TnsEval.Cli.dll"));
    }
}
