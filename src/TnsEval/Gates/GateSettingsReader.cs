using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TnsEval.EvalSets;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Gates;

/// <summary>Reads the <c>Gate</c> section of a settings file; every problem with its line.</summary>
internal sealed class GateSettingsReader(string file, ICollection<Problem> problems)
{
    private static readonly IReadOnlyList<string> Elements = [.. GateElement.All.Keys.Append("Confidence").Append("MinimumCases").Order(StringComparer.Ordinal)];

    public GateSettings Read(XElement gate)
    {
        var confidence = Single(gate, "Confidence") is { } level ? Confidence(level) : Wilson.DefaultConfidence;
        var minimum = Single(gate, "MinimumCases") is { } least ? Count(least, least.Value.Trim(), 1) ?? GateSettings.DefaultMinimumCases : GateSettings.DefaultMinimumCases;
        foreach (var attribute in gate.Attributes())
        {
            Add(attribute, $"unknown attribute {attribute.Name}", "Remove it: limits are elements of their own");
        }

        var rules = new List<(XElement Element, GateRule Rule)>();
        foreach (var element in gate.Elements().Where(element => element.Name.LocalName is not ("Confidence" or "MinimumCases")))
        {
            if (!GateElement.All.TryGetValue(element.Name.LocalName, out var kind))
            {
                Add(element, $"unknown element {element.Name}", NearestName.Fix(element.Name.LocalName, Elements));
            }
            else if (Rule(element, kind, minimum) is { } rule)
            {
                rules.Add((element, rule));
            }
        }

        new GateContradictions(Add).Find(rules);
        if (rules.Count == 0 && !gate.Elements().Any(element => GateElement.All.ContainsKey(element.Name.LocalName)))
        {
            Add(gate, "there is no limit in it", "Add one such as <MissRate Max=\"5 %\" />, or remove the section");
        }

        return new GateSettings { Confidence = confidence, Rules = [.. rules.Select(entry => entry.Rule)] };
    }

    private XElement? Single(XElement gate, string name)
    {
        foreach (var second in gate.Elements(name).Skip(1))
        {
            Add(second, $"{name} is set a second time", "Keep one");
        }

        return gate.Element(name);
    }

    private double Confidence(XElement element)
    {
        if (Percentage(element, element.Value.Trim()) is not { } level)
        {
            return Wilson.DefaultConfidence;
        }

        if (level is < 0.5 or >= 1)
        {
            Add(element, $"Confidence \"{element.Value.Trim()}\" cannot be used", "Write a level from 50 % to below 100 %, such as 95 %");
            return Wilson.DefaultConfidence;
        }

        return level;
    }

    private GateRule? Rule(XElement element, GateElement kind, int minimum)
    {
        var before = problems.Count;
        foreach (var attribute in element.Attributes().Where(attribute => !kind.Attributes.Contains(attribute.Name.LocalName)))
        {
            Add(attribute, $"{element.Name} has no attribute {attribute.Name}", NearestName.Fix(attribute.Name.LocalName, [.. kind.Attributes]));
        }

        if (element.Value.Trim() is { Length: > 0 } text)
        {
            Add(element, $"{element.Name} holds the text \"{text}\"", $"Write the limit as an attribute: <{element.Name} {kind.Limit}=\"...\" />");
        }

        var limit = Needed(element, kind.Limit, (attribute, value) => Limit(attribute, value, kind));
        double?[] own = [.. kind.Own.Select(name => Needed(element, name, Amount))];
        var least = element.Attribute(GateElement.MinimumCases) is { } cases ? Count(cases, cases.Value, 1) : minimum;
        var scope = new GateScope(element.Attribute(GateElement.Set)?.Value, Slice(element, kind));
        if (scope.Set is { } set && string.IsNullOrWhiteSpace(set))
        {
            Add(element.Attribute(GateElement.Set)!, "Set is empty", "Name a set such as ordinary, or remove the attribute");
        }

        return problems.Count > before ? null : kind.Rule(limit!.Value, [.. own.OfType<double>()]) with { Scope = scope, MinimumCases = least!.Value };
    }

    private double? Needed(XElement element, string name, Func<XAttribute, string, double?> read)
    {
        if (element.Attribute(name) is { } attribute)
        {
            return read(attribute, attribute.Value.Trim());
        }

        Add(element, $"{element.Name} has no {name}", $"Write {name}=\"...\"");
        return null;
    }

    private double? Limit(XAttribute attribute, string text, GateElement kind)
    {
        if (kind.Unit == GateUnit.Cases)
        {
            return Count(attribute, text, 0);
        }

        if (kind.Unit == GateUnit.Cost)
        {
            return Amount(attribute, text);
        }

        if (Percentage(attribute, text) is not { } share)
        {
            return null;
        }

        if (kind.Unit == GateUnit.Share && share is 0 or 1)
        {
            var canNeverPass = share == (kind.Limit == "Min" ? 1 : 0);
            Add(
                attribute,
                canNeverPass ? $"no number of cases brings the bound of a rate to {text}" : $"{text} limits nothing",
                canNeverPass ? "Write a limit that can be shown; a count can be held to 0: Misses, FalseAlarms" : "Write a tighter limit, or remove the rule");
            return null;
        }

        return share;
    }

    private double? Percentage(XObject where, string text)
    {
        if (Share.TryParse(text, out var share, out var fix))
        {
            return share;
        }

        Add(where, $"\"{text}\" is no share", fix!);
        return null;
    }

    private double? Amount(XAttribute attribute, string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && double.IsFinite(amount) && amount > 0)
        {
            return amount;
        }

        Add(attribute, $"{attribute.Name} \"{text}\" is no amount above 0", "Write a number such as 200, in a unit of your own that is the same for all three");
        return null;
    }

    private int? Count(XObject where, string text, int least)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= CasesToDecide.Most)
        {
            return count;
        }

        Add(where, $"\"{text}\" is no number of cases", $"Write a whole number from {least} to {CasesToDecide.Most}");
        return null;
    }

    private GateSlice? Slice(XElement element, GateElement kind)
    {
        XAttribute[] named = [.. element.Attributes().Where(attribute => GateElement.Slices.Contains(attribute.Name.LocalName) && kind.Attributes.Contains(attribute.Name.LocalName))];
        foreach (var second in named.Skip(1))
        {
            Add(second, $"{named[0].Name} and {second.Name} stand together", "Keep one: a set is cut one way at a time");
        }

        if (named is not [var attribute, ..])
        {
            return null;
        }

        return attribute.Name.LocalName switch
        {
            "Category" => OneOf(attribute, SliceKind.Category, WireName<HarmCategory>.All),
            "Severity" => OfLabel(attribute, OneOf(attribute, SliceKind.Severity, WireName<Severity>.All), kind.Label),
            "Tag" => OneOf(attribute, SliceKind.StressTag, StressTags.All) is { Name: var tag } ? OfLabel(attribute, GateSlice.OfTag(tag), kind.Label) : null,
            _ => new GateSlice(SliceKind.Language, attribute.Value.Trim()),
        };
    }

    private GateSlice? OneOf(XAttribute attribute, SliceKind kind, IReadOnlyList<string> names)
    {
        if (names.Contains(attribute.Value, StringComparer.Ordinal))
        {
            return new GateSlice(kind, attribute.Value);
        }

        Add(attribute, $"there is no {attribute.Name.LocalName.ToLowerInvariant()} \"{attribute.Value}\"", NearestName.Fix(attribute.Value, names));
        return null;
    }

    /// <summary>A slice that no ticket of the counted label is in would be inconclusive for ever.</summary>
    private GateSlice? OfLabel(XAttribute attribute, GateSlice? slice, CountedLabel label)
    {
        var isOfOther = slice switch
        {
            { Kind: SliceKind.HardNegativeKind } => label == CountedLabel.Escalate,
            { Kind: SliceKind.Severity } => WireName<Severity>.TryParse(slice.Name, out var severity) && (severity >= Severity.Medium) != (label == CountedLabel.Escalate),
            _ => false,
        };
        if (isOfOther)
        {
            var counted = label == CountedLabel.Escalate ? "escalate" : "benign";
            Add(attribute, $"no {counted} ticket has {slice}", label == CountedLabel.Escalate ? "Limit the false alarms there instead" : "Limit the misses there instead");
        }

        return slice;
    }

    private void Add(XObject where, string what, string fix) => problems.Add(new Problem($"{file}:{((IXmlLineInfo)where).LineNumber}", what, fix));
}
