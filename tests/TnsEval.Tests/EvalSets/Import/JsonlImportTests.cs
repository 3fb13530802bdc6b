using System.Text;
using TnsEval.EvalSets.Import;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class JsonlImportTests
{
    private const string Whole = """
        {"subject":"Hi","body":"How?","label":"benign","severity":"none","stress":["ordinary"],"why":"a how-to"}
        """;

    [Fact]
    public void Keys_are_mapped_and_numbers_nulls_and_lists_are_read_leniently()
    {
        using var folder = new ImportFolder().With("in.jsonl", """
            {"ticket": 12, "title": null, "text": "Gifts all night", "label": "escalate", "severity": "High", "categories": ["payment_fraud", "privacy_breach"], "why": "gifts", "extra": {"a": 1}}
            """);

        var report = folder.Import(options => options with { Map = ["subject=title", "body=text"] }, "in.jsonl");

        folder.Cases.ShouldHaveSingleItem().Label.Categories.Count.ShouldBe(2);
        report.Notes.ShouldHaveSingleItem().What.ShouldBe("keys that were not imported: \"extra\", \"ticket\"");
    }

    [Theory]
    [InlineData("[\n {\"body\": \"x\"},\n {\"body\": \"y\"}\n]")]
    [InlineData("\n{\n  \"body\": \"x\"\n}\n")]
    public void One_json_document_is_one_problem_and_not_one_a_line(string text)
    {
        using var folder = new ImportFolder().With("in.jsonl", text);

        folder.ProblemsOf(options => options, "in.jsonl").ShouldHaveSingleItem().ShouldStartWith("in.jsonl: is one JSON document, not one object a line.");
    }

    [Fact]
    public void A_thread_comes_along()
    {
        using var folder = new ImportFolder().With("in.jsonl", Whole.Replace("{\"subject\"", "{\"thread\":[{\"from\":\"sender\",\"body\":\"a\"},{\"from\":\"agent\",\"body\":\"b\"}],\"subject\"", StringComparison.Ordinal));

        folder.Import("in.jsonl");

        folder.Cases[0].Ticket.Thread.ShouldBe([new ThreadMessage(ThreadAuthor.Sender, "a"), new ThreadMessage(ThreadAuthor.Agent, "b")]);
    }

    [Fact]
    public void Lines_that_are_no_json_are_rejected_with_their_line_and_kept_raw()
    {
        using var folder = new ImportFolder().With("in.jsonl", $"{Whole}\r\n\r\n{{\"body\": \"torn\n[1]\n{{\"body\":\"\\ud83d\"}}\n{{\"body\":\"x\",\"thread\":[3]}}");

        var report = folder.Import("in.jsonl");

        (report.Read, report.Rows[RowFate.Written], report.Rows[RowFate.Empty]).ShouldBe((6, 1, 1));
        folder.RejectedFor.ShouldBe(["invalid", "invalid", "invalid", "invalid"]);
        folder.Rejected[0]["where"]!.GetValue<string>().ShouldBe("in.jsonl:3");
        folder.Rejected[0]["raw"]!.GetValue<string>().ShouldBe("{\"body\": \"torn");
    }

    [Fact]
    public void A_file_in_utf_16_is_read()
    {
        using var folder = new ImportFolder().With("in.jsonl", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Whole + "\r\n")]);

        folder.Import("in.jsonl");

        folder.Cases[0].Ticket.Body.ShouldBe("How?");
    }

    [Fact]
    public void A_key_that_no_line_has_is_a_slip_and_nothing_is_written()
    {
        using var folder = new ImportFolder().With("in.jsonl", Whole);

        folder.ProblemsOf(options => options with { Map = ["language=lang"] }, "in.jsonl").ShouldHaveSingleItem().ShouldContain("no line has the key \"lang\" for the field \"language\"");
        File.Exists(folder.OutPath).ShouldBeFalse();
    }
}
