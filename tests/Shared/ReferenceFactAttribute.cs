using System.Runtime.CompilerServices;

namespace TnsEval.Testing;

/// <summary>
/// A test of the reference lane: it compares us with published data that is not part of this repository (the official JSON Schema suite, golden statistics).
/// The data is looked for in the folder that TNSEVAL_REFERENCE_DATA names, else in a folder "shared" beside the repository; without it the test is skipped.
/// Select the lane with <c>--filter Lane=reference</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute(string path, [CallerMemberName] string test = "")
    {
        Skip = ReferenceData.Missing(path);
        if (Skip is not null)
        {
            DisplayName = $"{test} ({Skip})";   // test runners print the name of a skipped test, and its reason only when asked for more
        }
    }
}

/// <summary>The same with rows of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute(string path, [CallerMemberName] string test = "")
    {
        Skip = ReferenceData.Missing(path);
        if (Skip is not null)
        {
            DisplayName = $"{test} ({Skip})";
        }
    }
}

internal static class ReferenceData
{
    public static string PathOf(string path) => Path.Combine(
        Environment.GetEnvironmentVariable("TNSEVAL_REFERENCE_DATA") ?? Path.Combine(TestPaths.RepositoryRoot, "..", "shared"),
        path);

    /// <summary>Why the data cannot be used; null when it is there.</summary>
    public static string? Missing(string path) =>
        Path.Exists(PathOf(path)) ? null : $"reference data '{path}' is absent: set TNSEVAL_REFERENCE_DATA to the folder that holds it";
}
