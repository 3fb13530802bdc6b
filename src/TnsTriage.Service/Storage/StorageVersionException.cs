namespace TnsTriage.Service.Storage;

/// <summary>A file that this program cannot use: of a newer program, or of another kind.</summary>
internal sealed class StorageVersionException(Problem problem) : Exception(problem.ToString())
{
    /// <summary>Which file, what it is, what to do.</summary>
    public Problem Problem { get; } = problem;
}
