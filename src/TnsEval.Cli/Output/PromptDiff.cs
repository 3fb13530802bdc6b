using System.Text.Json.Nodes;
using DiffPlex;
using DiffPlex.Model;
using TnsTriage.Prompts;

namespace TnsEval.Cli.Output;

/// <summary>What changed from one prompt version to another, part by part, in the lines of a unified diff.</summary>
internal static class PromptDiff
{
    private const int Context = 3;

    /// <summary>Parameters, messages and schema, in the order a reader wants them; each with its hunks, none where nothing changed.</summary>
    public static IReadOnlyList<(string Part, IReadOnlyList<string> Lines)> Between(PromptVersion before, PromptVersion after) =>
    [
        ("parameters", Hunks(Parameters(before), Parameters(after))),
        ("messages", Hunks(Messages(before), Messages(after))),
        ("schema", Hunks(Schema(before), Schema(after))),
    ];

    private static string Parameters(PromptVersion version)
    {
        var parameters = version.Definition.Parameters;
        return FormattableString.Invariant($"temperature: {parameters.Temperature}\ntopP: {parameters.TopP}\nmaxTokens: {parameters.MaxTokens}");
    }

    private static string Messages(PromptVersion version) =>
        string.Join('\n', version.Definition.Messages.Select(message => $"[{message.Role.ToString().ToLowerInvariant()}]\n{message.Content.TrimEnd()}"));

    /// <summary>Name, strictness and text, for all of them are part of a version's hash; indented, so that a property is a line.</summary>
    private static string Schema(PromptVersion version) => new JsonObject
    {
        ["name"] = version.Answer.Name,
        ["description"] = version.Answer.Description,
        ["strict"] = version.Answer.IsStrict,
        ["schema"] = JsonNode.Parse(version.Answer.Schema.GetRawText()),
    }.ToJsonString(JsonText.Indented);

    private static IReadOnlyList<string> Hunks(string before, string after)
    {
        var diff = new Differ().CreateLineDiffs(before, after, ignoreWhitespace: false);
        var lines = new List<string>();
        for (var first = 0; first < diff.DiffBlocks.Count;)
        {
            var last = first;
            while (last + 1 < diff.DiffBlocks.Count && diff.DiffBlocks[last + 1].DeleteStartA - EndOf(diff.DiffBlocks[last]) <= 2 * Context)
            {
                last++;
            }

            AddHunk(lines, diff, first, last);
            first = last + 1;
        }

        return lines;
    }

    /// <summary>One hunk: the blocks from first to last, what lies between them, and some lines around.</summary>
    private static void AddHunk(List<string> lines, DiffResult diff, int first, int last)
    {
        var (opening, closing) = (diff.DiffBlocks[first], diff.DiffBlocks[last]);
        var start = Math.Max(0, opening.DeleteStartA - Context);
        var end = Math.Min(diff.PiecesOld.Length, EndOf(closing) + Context);
        var newStart = opening.InsertStartB - (opening.DeleteStartA - start);
        var newEnd = closing.InsertStartB + closing.InsertCountB + (end - EndOf(closing));
        lines.Add($"@@ -{Range(start, end)} +{Range(newStart, newEnd)} @@");
        var position = start;
        for (var index = first; index <= last; index++)
        {
            var block = diff.DiffBlocks[index];
            Add(' ', diff.PiecesOld, position, block.DeleteStartA);
            Add('-', diff.PiecesOld, block.DeleteStartA, EndOf(block));
            Add('+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            position = EndOf(block);
        }

        Add(' ', diff.PiecesOld, position, end);

        void Add(char mark, string[] pieces, int from, int to) => lines.AddRange(pieces[from..to].Select(piece => mark + piece));
    }

    private static int EndOf(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    /// <summary>First line, counted from one, and how many; an empty range names the line before it, as diff does.</summary>
    private static string Range(int start, int end) => FormattableString.Invariant($"{(end > start ? start + 1 : start)},{end - start}");
}
