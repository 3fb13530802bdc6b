using TnsEval.EvalSets;
using TnsEval.EvalSets.Import;
using TnsTriage.Assessments;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class RowFateTests
{
    [Fact]
    public void Every_row_read_is_written_a_duplicate_empty_or_rejected()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header
            + ImportFolder.Benign("one") + ImportFolder.Benign("two") + ImportFolder.Benign(" one ") + ",,,,,,\n" + "Hi,three,escalate,,,,\n");

        var report = folder.Import("in.csv");

        report.Read.ShouldBe(5);
        report.Rows.ShouldBe(
            new Dictionary<RowFate, int> { [RowFate.Written] = 2, [RowFate.Duplicate] = 1, [RowFate.Empty] = 1, [RowFate.Rejected] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void The_same_text_with_other_spaces_and_other_accents_is_a_duplicate()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header
            + ImportFolder.Benign("Jos\u00E9 can't  log in", "Login") + ImportFolder.Benign("\"Jose\u0301\u00A0can't\r\nlog in \"", " Login"));

        folder.Import("in.csv").Rows[RowFate.Duplicate].ShouldBe(1);

        folder.Rows[0].Problem.ToString().ShouldBe("in.csv:3: the same text as in.csv:2. Nothing to do: it was written once.");
    }

    [Fact]
    public void A_duplicate_with_another_label_is_told_as_such()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("Gifts") + "Labels,Gifts,escalate,high,payment_fraud,,x\n");

        folder.Import("in.csv");

        folder.Rows[0].Problem.What.ShouldBe("the same text as in.csv:2, which is labelled \"benign\"");
    }

    [Fact]
    public void An_incomplete_row_does_not_make_a_complete_one_a_duplicate()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + "Labels,one,,,,,\n" + ImportFolder.Benign("one"));

        var report = folder.Import("in.csv");

        (report.Rows[RowFate.Written], report.Rows[RowFate.Rejected]).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("Hi,x,,,,,", "no_label no_severity no_why")]
    [InlineData("Hi,x,escalate,,,,", "no_severity no_category no_why")]
    [InlineData("Hi,x,benign,low,,very_short,why", "no_hard_negative_kind")]
    [InlineData("Hi,x,spam,none,,,why", "unknown_label")]
    [InlineData("Hi,x,benign,mild,,odd,why", "no_hard_negative_kind unknown_severity unknown_stress_tag")]
    [InlineData("Hi,x,benign,high,,ordinary,why", "invalid")]
    [InlineData("Hi,x,escalate,high,fraud,,why", "unknown_category")]
    public void What_a_row_lacks_is_named_and_nothing_is_invented(string row, string reasons)
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + row + "\n");

        var report = folder.Import("in.csv");

        folder.RejectedFor.ShouldBe([reasons]);
        report.Reasons.Select(reason => reason.Code).ShouldBe(reasons.Split(' '), ignoreOrder: true);
        File.Exists(folder.OutPath).ShouldBeFalse();
    }

    [Fact]
    public void Names_are_read_as_people_write_them_and_the_tag_that_follows_from_the_language_is_added()
    {
        using var folder = new ImportFolder().With(
            "in.csv", "body,label,severity,categories,stress,why,language\nAyuda,ESCALATE,High,Payment fraud; privacy-breach,very short,gifts,ES\n");

        folder.Import("in.csv");

        var @case = folder.Cases.ShouldHaveSingleItem();
        @case.Label.Categories.ShouldBe([HarmCategory.PaymentFraud, HarmCategory.PrivacyBreach]);
        @case.StressTags.ShouldBe(["very_short", "non_english"]);
        @case.Ticket.Language.ShouldBe("es");
    }

    [Fact]
    public void A_language_nobody_stated_is_undetermined()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("x"));

        folder.Import("in.csv");

        folder.Cases[0].Ticket.Language.ShouldBe("und");
    }

    [Fact]
    public void Ids_are_new_the_same_in_each_import_and_digits_only()
    {
        using var first = new ImportFolder().With("in.csv", "id," + ImportFolder.Header + "4711," + ImportFolder.Benign("one") + "4712," + ImportFolder.Benign("two"));
        using var second = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("two"));

        first.Import(options => options with { IdPrefix = "desk-" }, "in.csv");
        second.Import(options => options with { IdPrefix = "desk-" }, "in.csv");

        first.Cases.Select(@case => @case.Id.Value).ShouldAllBe(id => id.Length == 17 && id.StartsWith("desk-", StringComparison.Ordinal) && id.Skip(5).All(char.IsAsciiDigit));
        second.Cases[0].Id.ShouldBe(first.Cases[1].Id);
        File.ReadAllText(first.OutPath).ShouldNotContain("4711");
    }

    [Fact]
    public void An_id_is_kept_when_it_is_mapped_and_one_that_is_missing_or_taken_rejects_the_row()
    {
        using var folder = new ImportFolder().With("in.csv", "No," + ImportFolder.Header + "a-1," + ImportFolder.Benign("one") + "," + ImportFolder.Benign("two") + "a-1," + ImportFolder.Benign("three"));

        folder.Import(options => options with { Map = ["id=No"] }, "in.csv");

        folder.Cases.ShouldHaveSingleItem().Id.ShouldBe(new CaseId("a-1"));
        folder.RejectedFor.ShouldBe(["no_id", "id_taken"]);
    }

    [Fact]
    public void Two_texts_of_one_hash_get_two_ids()
    {
        NewCaseId.Of("t-", 999_999_999_999).ShouldBe("t-999999999999");
        NewCaseId.Of("t-", 999_999_999_999, attempt: 1).ShouldBe("t-000000000000");
    }

    [Fact]
    public void Rejected_rows_can_be_completed_and_imported()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + "Hi,\"Where, please?\",benign,,,ordinary,why\n");
        folder.Import("in.csv");
        folder.With("done.jsonl", File.ReadAllText(folder.RejectedPath).Replace("\"label\":\"benign\"", "\"label\":\"benign\",\"severity\":\"low\"", StringComparison.Ordinal));

        folder.Rows.Clear();
        folder.Import(options => options with { Overwrite = true }, "done.jsonl");

        folder.Cases.ShouldHaveSingleItem().Label.Severity.ShouldBe(Severity.Low);
        folder.Cases[0].Ticket.Body.ShouldBe("Where, please?");
        File.Exists(folder.RejectedPath).ShouldBeFalse();
    }

    [Fact]
    public void No_message_repeats_ticket_text()
    {
        const string secret = "Maya";
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header
            + $"Hi,x,{secret},{secret},{secret},{secret},{secret}\n" + $"{secret},{secret} Okafor,{secret} x,{secret} y,{secret} z,{secret} w,{secret} {secret}\n" + $"{secret},{secret},,,,,\n" + $"Hi,\"{secret} \"x,,,,,\n" + $"{secret},2,3\n");

        var report = folder.Import("in.csv");

        report.Rows[RowFate.Rejected].ShouldBe(5);
        string.Join('\n', folder.Rows.Select(row => row.Problem).Concat(report.Notes)).ShouldNotContain(secret, Case.Insensitive);
    }
}
