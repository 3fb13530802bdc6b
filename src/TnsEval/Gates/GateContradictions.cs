using System.Xml;
using System.Xml.Linq;

namespace TnsEval.Gates;

/// <summary>Finds limits that cannot both be meant.</summary>
/// <param name="add">Receives where, what and how to fix.</param>
internal sealed class GateContradictions(Action<XObject, string, string> add)
{
    public void Find(IReadOnlyList<(XElement Element, GateRule Rule)> rules)
    {
        foreach (var same in rules.GroupBy(entry => entry.Rule.Subject, StringComparer.Ordinal))
        {
            foreach (var (element, rule) in same.Skip(1))
            {
                var first = same.First();
                add(element, $"{rule.Subject} is limited in line {Line(first.Element)} already{(rule.Limit == first.Rule.Limit ? "" : ", and otherwise")}", "Keep one of the two");
            }
        }

        foreach (var (element, rule) in rules.Where(entry => entry.Rule is CountRule && entry.Rule.Scope.Slice is not null))
        {
            var whole = rules.FirstOrDefault(entry => entry.Rule is CountRule && entry.Rule.Subject == (rule with { Scope = rule.Scope with { Slice = null } }).Subject);
            if (whole.Rule is { } all && all.Limit < rule.Limit)
            {
                add(element, $"a part may have {rule.Limit} {rule.Measure}, and the whole only {all.Limit} (line {Line(whole.Element)})", "Lower this limit, or raise the other");
            }
        }
    }

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
