namespace TnsEval.Testing;

/// <summary>
/// Golden files: <c>Report.approved.md</c> in the folder of its test. Text that differs is written beside it as <c>Report.received.md</c>;
/// accepting it is renaming that file by hand.
/// </summary>
internal static class ApprovedFile
{
    private const int MaxLinesShown = 40;

    /// <summary>Fails with the differing lines unless the text is what was approved.</summary>
    /// <param name="actual">The text; lines end in <c>\n</c>.</param>
    /// <param name="name">File name without <c>.approved</c>, below the test project's folder: <c>Reports/Report.md</c>.</param>
    public static void ShouldMatch(string actual, string name)
    {
        var path = Path.Combine(TestPaths.ProjectDirectory, name);
        var approvedPath = Path.ChangeExtension(path, $".approved{Path.GetExtension(name)}");
        var receivedPath = Path.ChangeExtension(path, $".received{Path.GetExtension(name)}");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath) : "";
        if (actual == approved)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, actual);
        Assert.Fail(
            $"""
            {name} is not what was approved ('-' approved, '+' received):
            {Difference(approved.Split('\n'), actual.Split('\n'))}
            If the new text is right, rename {Path.GetFileName(receivedPath)} to {Path.GetFileName(approvedPath)}.
            """);
    }

    /// <summary>What stands between the first and the last differing line.</summary>
    private static string Difference(string[] approved, string[] received)
    {
        var same = Math.Min(approved.Length, received.Length);
        var head = Enumerable.Range(0, same).TakeWhile(index => approved[index] == received[index]).Count();
        var tail = Enumerable.Range(1, same - head).TakeWhile(index => approved[^index] == received[^index]).Count();
        string[] lines =
        [
            $"@@ line {head + 1}",
            .. approved[head..^tail].Select(line => $"- {line}"),
            .. received[head..^tail].Select(line => $"+ {line}"),
        ];
        return lines.Length <= MaxLinesShown
            ? string.Join('\n', lines)
            : string.Join('\n', [.. lines[..MaxLinesShown], $"... and {lines.Length - MaxLinesShown} lines more"]);
    }
}
