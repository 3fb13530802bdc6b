using System.Globalization;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;

namespace TnsEval.Cli.Output;

/// <summary>Tag counts for people, side by side: what a case is about, and what makes it hard.</summary>
internal static class TagTable
{
    private static readonly string Header = Row("tag", "have e/b", "want", isShort: false);

    public static void Write(TextWriter output, IReadOnlyList<TagCount> counts)
    {
        string[] topics = [Header, .. counts.Where(count => !StressTags.CrossCutting.Contains(count.Tag)).Select(Row)];
        string[] stresses = [Header, .. counts.Where(count => StressTags.CrossCutting.Contains(count.Tag)).Select(Row)];
        for (var index = 0; index < Math.Max(topics.Length, stresses.Length); index++)
        {
            output.WriteLine($"  {At(topics, index)}   {At(stresses, index)}".TrimEnd());
        }
    }

    private static string Row(TagCount count) =>
        Row(count.Tag, Pair(count.Escalate, count.Benign), Pair(count.WantedEscalate, count.WantedBenign), count.IsShort);

    private static string Row(string tag, string have, string wanted, bool isShort) => $"{tag,-22} {have,8} {wanted,8} {(isShort ? "short" : ""),-5}";

    private static string Pair(int? escalate, int? benign) => $"{Number(escalate)}/{Number(benign)}";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string At(string[] rows, int index) => index < rows.Length ? rows[index] : new string(' ', Header.Length);
}
