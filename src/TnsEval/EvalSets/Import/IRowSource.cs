using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>Something with rows: a CSV or JSONL file, or a Front export.</summary>
internal interface IRowSource
{
    /// <summary>What the user should know although nothing is wrong; complete once the rows are read.</summary>
    IReadOnlyList<Problem> Notes { get; }

    /// <summary>Looks for what a user must settle before any row is read. Called once, first.</summary>
    IReadOnlyList<Problem> Check();

    /// <summary>Every row, also those that are empty or cannot be taken apart. Read once.</summary>
    /// <exception cref="ImportStoppedException">The source breaks off.</exception>
    /// <exception cref="IOException">The source cannot be read to its end.</exception>
    IEnumerable<ImportRow> Rows();
}

/// <summary>A source that cannot be read on, or an output that cannot be put in its place.</summary>
internal sealed class ImportStoppedException(Problem problem) : Exception(problem.ToString())
{
    public Problem Problem { get; } = problem;
}
