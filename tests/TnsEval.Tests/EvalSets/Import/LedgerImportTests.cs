using System.Text.Json.Nodes;
using TnsEval.EvalSets.Import;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class LedgerImportTests
{
    private const string Confirmed = """
        {"formatVersion":1,"subject":"Bank page","body":"Somebody paid a forged invoice.","thread":[{"from":"agent","body":"How can we help?"}],"label":"escalate","severity":"high",
         "categories":["payment_fraud"],"why":"Trust & Safety tagged it tns/confirmed","decision":"tns-1","verdict":"escalate"}
        """;

    private const string FalseAlarm = """
        {"formatVersion":1,"subject":"Our play","body":"How do we print a forged invoice for our play?","thread":[],"label":"benign","severity":"none","categories":[],
         "why":"Trust & Safety tagged it tns/false-alarm","decision":"tns-2","verdict":"escalate"}
        """;

    [Fact]
    public void What_the_champion_found_waits_for_a_person_and_a_false_alarm_for_its_kind()
    {
        using var folder = new ImportFolder().With("dispositions.jsonl", Line(Confirmed) + Line(FalseAlarm));

        var report = Import(folder);

        report.Rows[RowFate.Written].ShouldBe(0);
        folder.RejectedFor.ShouldBe(["unconfirmed", "no_hard_negative_kind"]);
        report.Notes.ShouldHaveSingleItem().Fix.ShouldContain("tnseval sets redact");
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("""["unconfirmed"]""", false)]
    [InlineData("""["no_why", "unconfirmed"]""", false)]
    public void A_proposal_becomes_a_case_once_a_person_took_the_mark_away(string reasons, bool isCase)
    {
        var row = JsonNode.Parse(Confirmed)!;
        row["reasons"] = JsonNode.Parse(reasons);
        using var folder = new ImportFolder().With("rejected.jsonl", Line(row.ToJsonString()));

        folder.Import(options => options with { Sources = [folder.Path("rejected.jsonl")] });

        folder.RejectedFor.ShouldBe(isCase ? [] : ["unconfirmed"]);
        File.Exists(folder.OutPath).ShouldBe(isCase);
    }

    [Fact]
    public void A_rejected_false_alarm_is_completed_and_imported()
    {
        using var folder = new ImportFolder().With("dispositions.jsonl", Line(FalseAlarm.Replace("\"categories\"", "\"stress\":[\"hn_finance_routine\"],\"categories\"", StringComparison.Ordinal)));

        Import(folder);

        folder.Cases.ShouldHaveSingleItem().Label.IsEscalate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"subject": "x", "body": "y"}""")]
    [InlineData("""{"formatVersion": 2, "decision": "tns-1", "body": "y"}""")]
    [InlineData("no json")]
    public void Another_file_or_a_newer_export_is_refused(string line)
    {
        using var folder = new ImportFolder().With("dispositions.jsonl", $"{line}\n");

        folder.ProblemsOf(options => options with { Ledgers = [folder.Path("dispositions.jsonl")] })
            .ShouldHaveSingleItem().ShouldContain("is no export of dispositions of format version 1");
    }

    private static ImportReport Import(ImportFolder folder) => folder.Import(options => options with { Ledgers = [folder.Path("dispositions.jsonl")] });

    private static string Line(string json) => JsonNode.Parse(json)!.ToJsonString() + "\n";
}
