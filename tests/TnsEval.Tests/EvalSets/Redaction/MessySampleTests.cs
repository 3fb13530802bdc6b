using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TnsEval.EvalSets.Redaction;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Redaction;

/// <summary>
/// How much of a hand-made sample is found: <c>MessySample.txt</c>, one text a line, with what a person would hide between <c>⟦kind:</c> and <c>⟧</c>. The counts are an
/// approved file, so that docs/redaction.md quotes what is so.
/// </summary>
public sealed partial class MessySampleTests
{
    [Fact]
    public void What_is_found_missed_and_taken_by_mistake_is_what_was_approved()
    {
        var report = new StringBuilder();
        var counts = Enum.GetValues<PersonalDataKind>().ToDictionary(kind => kind, _ => new int[3]);
        foreach (var (number, line) in File.ReadLines(Path.Combine(TestPaths.ProjectDirectory, "EvalSets/Redaction/MessySample.txt")).Index())
        {
            var marked = line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..].Replace("\\n", "\n", StringComparison.Ordinal);
            var wanted = Mark().Matches(marked).Select(match => (Kind: KindOf(match.Groups["kind"].Value), Text: match.Groups["text"].Value)).ToList();
            string[] texts = [Mark().Replace(marked, "${text}")];
            foreach (var (_, kind, old, _) in new TicketRedactor(new Pseudonyms(Redacted.Key)).Redact(texts))
            {
                // A title that stays and a query string cut from its URL are found; half a number is not.
                var hit = wanted.FindIndex(mark => old.Contains(mark.Text, StringComparison.Ordinal) || (mark.Kind is PersonalDataKind.Name or PersonalDataKind.Url && mark.Text.Contains(old, StringComparison.Ordinal)));
                if (hit >= 0)
                {
                    counts[wanted[hit].Kind][0]++;
                    wanted.RemoveAt(hit);
                }
                else
                {
                    counts[kind][2]++;
                    report.Append(CultureInfo.InvariantCulture, $"line {number + 1} wrongly {WireName<PersonalDataKind>.Of(kind)}: {old}\n");
                }
            }

            foreach (var (kind, text) in wanted)
            {
                counts[kind][1]++;
                report.Append(CultureInfo.InvariantCulture, $"line {number + 1} missed {WireName<PersonalDataKind>.Of(kind)}: {text}\n");
            }
        }

        foreach (var (kind, count) in counts)
        {
            report.Append(CultureInfo.InvariantCulture, $"{WireName<PersonalDataKind>.Of(kind)}: {count[0]} found, {count[1]} missed, {count[2]} wrongly\n");
        }

        ApprovedFile.ShouldMatch(report.ToString(), "EvalSets/Redaction/MessySample.txt");
    }

    private static PersonalDataKind KindOf(string name)
    {
        WireName<PersonalDataKind>.TryParse(name, out var kind).ShouldBeTrue(name);
        return kind;
    }

    [GeneratedRegex("⟦(?<kind>[a-z]+):(?<text>[^⟧]+)⟧", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();
}
