using TnsEval.Testing;

namespace TnsEval.Plugins.Offline.Tests;

/// <summary>
/// Compares with a golden file beside the tests. A difference leaves a .received file there; accepting it is renaming it.
/// </summary>
internal static class Approved
{
    public static void ShouldMatch(string name, string actual)
    {
        var approved = Path.Combine(TestPaths.ProjectDirectory, $"{name}.approved.json");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).TrimEnd() : "";
        if (actual != expected)
        {
            File.WriteAllText(Path.Combine(TestPaths.ProjectDirectory, $"{name}.received.json"), $"{actual}\n");
        }

        actual.ShouldBe(expected);
    }
}
