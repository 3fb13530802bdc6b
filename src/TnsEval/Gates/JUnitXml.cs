using System.Globalization;
using System.Text;
using System.Xml;

namespace TnsEval.Gates;

/// <summary>
/// A gate as JUnit XML: one test a rule, a failed rule a failure, an open one skipped. Jenkins, GitLab and Azure DevOps read it. The time is that of the first run,
/// so that the same runs give the same bytes.
/// </summary>
public static class JUnitXml
{
    /// <summary>The document, ending in a line end.</summary>
    public static string Of(GateReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8StringWriter(text), new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            var name = Clean($"tnseval gate: {report.Prompt.Name} on {report.Model.Name}");
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("id", "0");
            xml.WriteAttributeString("package", "tnseval");
            xml.WriteAttributeString("timestamp", report.Runs[0].CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("hostname", "localhost");
            WriteNumber(xml, "tests", report.Rules.Count);
            WriteNumber(xml, "failures", report.Count(GateVerdict.Fail));
            WriteNumber(xml, "errors", 0);
            WriteNumber(xml, "skipped", report.Count(GateVerdict.Inconclusive));
            WriteNumber(xml, "time", 0);
            WriteProperties(xml, report);
            foreach (var result in report.Rules)
            {
                WriteCase(xml, result, name);
            }

            xml.WriteElementString("system-out", "");
            xml.WriteElementString("system-err", "");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteProperties(XmlWriter xml, GateReport report)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in new[] { ("verdict", RuleText.Word(report.Verdict)), ("prompt.hash", report.Prompt.Hash) }
            .Concat(report.Runs.Select(run => ("run", run.Id))))
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Clean(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, RuleResult result, string suite)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(result.Rule));
        xml.WriteAttributeString("classname", Clean(result.Set is null ? suite : $"{suite}: {result.Set}"));
        WriteNumber(xml, "time", 0);
        if (result.Verdict != GateVerdict.Pass)
        {
            var isFailure = result.Verdict == GateVerdict.Fail;
            xml.WriteStartElement(isFailure ? "failure" : "skipped");
            xml.WriteAttributeString("message", Clean(isFailure ? $"{RuleText.Figure(result)}, {RuleText.Limit(result)}" : $"inconclusive: {RuleText.Open(result)}"));
            if (isFailure)
            {
                xml.WriteAttributeString("type", "limit");
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string name, int number) => xml.WriteAttributeString(name, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>XML has no way to write most control characters and half a surrogate pair.</summary>
    private static string Clean(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            return string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));
        }
    }

    private sealed class Utf8StringWriter(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
