using TnsEval.Testing;

namespace TnsTriage.Tests;

/// <summary>What the package's README shows is what is compiled, and does what it says.</summary>
public sealed class PackageReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "src", "TnsTriage", "README.md"));

    [Fact]
    public void Code_is_that_of_the_sample_project() =>
        Block("csharp").ShouldBe(File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "tests", "samples", "triage", "Program.cs")));

    [Fact]
    public void Sample_prints_what_is_shown()
    {
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            // The entry point waits for the asynchronous Main itself.
            System.Reflection.Assembly.Load("TnsTriage.Sample").EntryPoint!.Invoke(obj: null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        printed.ToString().ShouldBe(Block("text"));
    }

    /// <summary>The one block of code in a language.</summary>
    private static string Block(string language)
    {
        var parts = Readme.Split($"```{language}\n");
        parts.Length.ShouldBe(2, language);
        return parts[1].Split("```")[0];
    }
}
