using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using TnsEval.Gates;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Gates;

/// <summary>One report with a rule of each verdict, as each reader wants it.</summary>
public sealed class GateOutputTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Markdown_shows_what_fails_first() => ApprovedFile.ShouldMatch(GateMarkdown.Of(Report()), "Gates/Gate.md");

    [Fact]
    public void Markdown_cannot_be_broken_by_the_name_of_a_set()
    {
        var markdown = GateMarkdown.Of(Report("x|<img src=x>`*_[a](b)\n@team"));

        var rows = markdown.Split('\n').Where(line => line.StartsWith('|')).ToArray();
        rows.Length.ShouldBe(5);
        rows[2].ShouldContain("x\\|&lt;img src=x>\\`\\*\\_\\[a](b) &#64;team |");
    }

    [Fact]
    public void JUnit_has_a_test_a_rule() => ApprovedFile.ShouldMatch(JUnitXml.Of(Report()), "Gates/Gate.xml");

    [Fact]
    public void JUnit_keeps_the_rules_of_its_schema()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(new StringReader(JUnitRules)));

        foreach (var report in new[] { Report(), Report("<\u0001&\ud800\">") })
        {
            var document = XDocument.Parse(JUnitXml.Of(report));

            document.Validate(schemas, (_, e) => throw new ShouldAssertException(e.Message));
            document.Descendants("testcase").Count().ShouldBe(report.Rules.Count);
            document.Descendants("failure").Count().ShouldBe((int)document.Descendants("testsuite").Single().Attribute("failures")!);
            document.Descendants("skipped").Count().ShouldBe((int)document.Descendants("testsuite").Single().Attribute("skipped")!);
        }
    }

    [Fact]
    public void GitHub_gets_an_error_a_failed_rule_and_a_warning_an_open_one_on_the_prompt_s_file()
    {
        var report = Report();

        GitHubAnnotations.Of(report, "prompts/a,b:c%.yml").ShouldBe(
        [
            "::error file=prompts/a%2Cb%3Ac%25.yml,title=Gate FAIL%3A false-alarm rate at most 5 %25::tns-support/test: 30/100 = 30.0 %25 [21.9-39.6], limit at most 5 %25",
            "::warning file=prompts/a%2Cb%3Ac%25.yml,title=Gate inconclusive%3A miss rate at most 5 %25::tns-support/test: 2/40 = 5.0 %25 [1.4-16.5], limit at most 5 %25; the limit lies within the interval; 100,000 cases would not decide at this figure",
        ]);
    }

    [Fact]
    public void A_line_end_in_a_name_cannot_begin_a_command_of_its_own()
    {
        var report = Report("a\n::set-output name=x::y\r\n##vso[task.setvariable]z");

        GitHubAnnotations.Of(report, "p\n::error::x").ShouldAllBe(line => !line.Contains('\n') && !line.Contains('\r'));
        AzureLogIssues.Of(report, "p\n##vso[x]").ShouldAllBe(line => !line.Contains('\n') && !line.Contains('\r'));
    }

    [Fact]
    public void Azure_gets_the_same_in_its_own_commands()
    {
        AzureLogIssues.Of(Report(), "prompts/a;b]c.yml").First().ShouldBe(
            "##vso[task.logissue type=error;sourcepath=prompts/a%3Bb%5Dc.yml]false-alarm rate at most 5 %AZP25: tns-support/test: 30/100 = 30.0 %AZP25 [21.9-39.6], limit at most 5 %AZP25");
        AzureLogIssues.UploadSummary("/tmp/gate.md").ShouldBe("##vso[task.uploadsummary]/tmp/gate.md");
    }

    private GateReport Report(string set = "tns-support/test")
    {
        CaseRecord[] records = [.. RunsOnDisk.Escalate(40, 2), .. RunsOnDisk.Benign(100, 30)];
        var settings = new GateSettings
        {
            Rules =
            [
                new RateRule(GatedRate.MissRate) { Limit = 0.05 },
                new CountRule(OfMisses: true) { Limit = 2 },
                new RateRule(GatedRate.FalseAlarmRate) { Limit = 0.05 },
            ],
            Scoring = new ScoringOptions(),
        };
        var run = _runs.Gated(records, set);
        return Gate.Judge(settings, [run]);
    }

    /// <summary>
    /// What readers of JUnit XML agree on, after the schemas of Jenkins (junit-10.xsd) and of Ant (JUnit.xsd): elements, their order, attributes that must be there.
    /// </summary>
    private const string JUnitRules = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
          <xs:element name="testsuites"><xs:complexType><xs:sequence><xs:element ref="testsuite" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
          <xs:element name="testsuite"><xs:complexType>
            <xs:sequence>
              <xs:element name="properties"><xs:complexType><xs:sequence>
                <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                  <xs:attribute name="name" type="xs:token" use="required"/><xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
              </xs:sequence></xs:complexType></xs:element>
              <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:choice minOccurs="0">
                  <xs:element name="skipped"><xs:complexType><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
                  <xs:element name="failure"><xs:complexType><xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/></xs:complexType></xs:element>
                </xs:choice>
                <xs:attribute name="name" type="xs:token" use="required"/><xs:attribute name="classname" type="xs:token" use="required"/>
                <xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType></xs:element>
              <xs:element name="system-out" type="xs:string"/><xs:element name="system-err" type="xs:string"/>
            </xs:sequence>
            <xs:attribute name="name" type="xs:token" use="required"/><xs:attribute name="timestamp" type="xs:dateTime" use="required"/>
            <xs:attribute name="hostname" type="xs:token" use="required"/><xs:attribute name="id" type="xs:int" use="required"/>
            <xs:attribute name="package" type="xs:token" use="required"/><xs:attribute name="tests" type="xs:int" use="required"/>
            <xs:attribute name="failures" type="xs:int" use="required"/><xs:attribute name="errors" type="xs:int" use="required"/>
            <xs:attribute name="skipped" type="xs:int"/><xs:attribute name="time" type="xs:decimal" use="required"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;
}
