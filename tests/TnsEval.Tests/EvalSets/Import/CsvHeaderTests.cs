using TnsEval.EvalSets.Import;

namespace TnsEval.Tests.EvalSets.Import;

/// <summary>What may stand where the names of columns should.</summary>
public sealed class CsvHeaderTests
{
    [Fact]
    public void Blank_lines_before_the_header_are_passed_over_and_lines_keep_their_numbers()
    {
        using var folder = new ImportFolder().With("in.csv", "\n,,,,,,\r\n" + ImportFolder.Header + ImportFolder.Benign("x") + ",,,,,,\n");

        folder.Import("in.csv").Read.ShouldBe(2);

        folder.Rows.ShouldHaveSingleItem().Problem.Where.ShouldBe("in.csv:5");
    }

    [Fact]
    public void Bars_separate_too()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header.Replace(',', '|') + ImportFolder.Benign("x").Replace(',', '|'));

        folder.Import("in.csv").Rows[RowFate.Written].ShouldBe(1);
    }

    [Fact]
    public void A_file_without_a_header_is_told_without_a_word_of_its_first_ticket()
    {
        using var folder = new ImportFolder().With("in.csv", "417,Refund,\"Hank asks: was the gift returned?\",benign\n");

        folder.ProblemsOf(options => options with { Map = ["subject=Title"] }, "in.csv").ShouldHaveSingleItem()
            .ShouldBe("in.csv: the first line does not look like the names of columns. Write a line above it that names them, such as subject,body,label.");
    }

    [Fact]
    public void The_columns_to_choose_from_are_shown_as_people_write_them()
    {
        using var folder = new ImportFolder().With("in.csv", "Ticket ID,Full text (latest),Étiquette\n1,x,benign\n");

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem().ShouldEndWith("with one of \"Ticket ID\", \"Full text (latest)\", \"Étiquette\".");
    }

    [Fact]
    public void A_column_without_a_name_is_not_offered()
    {
        using var folder = new ImportFolder().With("in.csv", "," + ImportFolder.Header + "0," + ImportFolder.Benign("x"));

        folder.Import("in.csv").Notes.ShouldBeEmpty();
    }

    [Fact]
    public void An_excel_workbook_says_how_to_save_it()
    {
        using var folder = new ImportFolder().With("in.csv", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]);

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem().ShouldContain("in.csv: is a ZIP archive, as Excel workbooks are. Save the sheet as \"CSV UTF-8\"");
    }

    [Fact]
    public void A_stray_nul_character_is_a_character_of_its_ticket_wherever_it_stands()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("one\0two"));

        folder.Import("in.csv");

        folder.Cases.ShouldHaveSingleItem().Ticket.Body.ShouldBe("one\0two");
    }
}
