using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets.Import;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class CsvImportTests
{
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void The_delimiter_is_found_and_quoted_values_keep_delimiters_quotes_and_line_breaks(string delimiter)
    {
        using var folder = new ImportFolder().With(
            "in.csv",
            $"subject,body,label,severity,categories,stress,why\r\nLabels,§They say §§blank§§, since{delimiter}\r\nMonday.\n\nThanks§,benign,none,,ordinary,a how-to\r\n"
                .Replace("since,", "since;", StringComparison.Ordinal).Replace("blank§§,", "blank§§", StringComparison.Ordinal)
                .Replace(",", delimiter, StringComparison.Ordinal).Replace('§', '"'));

        folder.Import("in.csv");

        folder.Cases.ShouldHaveSingleItem().Ticket.Body.ShouldContain("They say \"blank\"");
        folder.Cases[0].Ticket.Body.ShouldEndWith("\r\nMonday.\n\nThanks");
    }

    [Fact]
    public void The_separator_line_that_excel_writes_is_no_header()
    {
        using var folder = new ImportFolder().With("in.csv", "sep=|\r\nsubject|body|label|severity|stress|why\r\nHi|How, please?|benign|none|ordinary|a how-to\r\n");

        folder.Import("in.csv").Read.ShouldBe(1);

        folder.Cases[0].Ticket.Body.ShouldBe("How, please?");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Any_usual_encoding_gives_the_same_text(string encoding, byte[] content, int notes)
    {
        using var folder = new ImportFolder().With("in.csv", content);

        var report = folder.Import("in.csv");

        folder.Cases.ShouldHaveSingleItem(encoding).Ticket.Body.ShouldBe("Añadí una foto – gracias");
        report.Notes.Count(note => note.What.Contains("Windows-1252", StringComparison.Ordinal)).ShouldBe(notes);
    }

    public static TheoryData<string, byte[], int> Encodings
    {
        get
        {
            var text = ImportFolder.Header + ImportFolder.Benign("Añadí una foto – gracias");
            byte[] With(Encoding encoding) => [.. encoding.Preamble, .. encoding.GetBytes(text)];
            return new()
            {
                { "UTF-8", Encoding.UTF8.GetBytes(text), 0 },
                { "UTF-8 with mark", With(Encoding.UTF8), 0 },
                { "UTF-16 LE", With(Encoding.Unicode), 0 },
                { "UTF-16 BE", With(Encoding.BigEndianUnicode), 0 },
                { "Windows-1252", With(CodePagesEncodingProvider.Instance.GetEncoding(1252)!), 1 },
            };
        }
    }

    [Fact]
    public void A_binary_file_is_told_from_a_csv_file()
    {
        using var folder = new ImportFolder().With("in.csv", [0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0]);

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem().ShouldContain("in.csv: is no text");
    }

    [Fact]
    public void Columns_of_other_names_are_mapped_and_the_others_are_told()
    {
        using var folder = new ImportFolder().With(
            "in.csv", "Ticket ID,Title,Full text,Requester,Label,Severity,Kind,Reason\n77,Hi,How do I print?,Ana,Benign,None,ordinary,a how-to\n");

        var report = folder.Import(options => options with { Map = ["subject=Title", "body=full text", "stress=Kind", "why=Reason"] }, "in.csv");

        folder.Cases[0].Ticket.Subject.ShouldBe("Hi");
        folder.Cases[0].Why.ShouldBe("a how-to");
        report.Notes.ShouldHaveSingleItem().What.ShouldBe("columns that were not imported: \"Ticket ID\", \"Requester\"");
    }

    [Fact]
    public void Bodies_are_never_dropped_for_want_of_a_column()
    {
        using var folder = new ImportFolder().With("in.csv", "subject,Description,label\nHi,How?,benign\n");

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem()
            .ShouldBe("in.csv: there is no column \"body\" for the field \"body\". Pass --map body=COLUMN with one of \"subject\", \"Description\", \"label\".");
    }

    [Fact]
    public void Empty_rows_and_blank_lines_are_told_with_their_line()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + "\n" + ImportFolder.Benign("\"How\ndo I?\"") + ",,,,,,\n , ,benign,none,,ordinary,x\n");

        var report = folder.Import("in.csv");

        (report.Read, report.Rows[RowFate.Written], report.Rows[RowFate.Empty]).ShouldBe((4, 1, 3));
        folder.Rows.Select(row => row.Problem.Where).ShouldBe(["in.csv:2", "in.csv:5", "in.csv:6"]);
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_breaks_of_any_kind()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header.Replace("\n", "\r\n", StringComparison.Ordinal) + "x,\"a\r\nb\nc\",,,,,\r\n,,,,,,\r\n");

        folder.Import("in.csv");

        folder.Rows.Select(row => row.Problem.Where).ShouldBe(["in.csv:2", "in.csv:5"]);
    }

    [Fact]
    public void A_row_with_another_number_of_values_is_kept_as_it_was_for_a_person_to_mend()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + "Hi,one, two,benign,none,,ordinary,x\n" + ImportFolder.Benign("fine"));

        folder.Import("in.csv").Rows[RowFate.Written].ShouldBe(1);

        folder.RejectedFor.ShouldBe(["field_count"]);
        folder.Rejected[0]["raw"]!.GetValue<string>().TrimEnd().ShouldBe("Hi,one, two,benign,none,,ordinary,x");
    }

    [Theory]
    [InlineData("Hi,\"never closed,benign,none,,ordinary,x\n")]
    [InlineData("Hi,\"he said \"stop\" twice\",benign,none,,ordinary,x\n")]
    [InlineData("Hi,\"swallows,benign\nthe \"next\" row\",benign,none,,ordinary,x\n")]
    public void A_row_whose_quotes_do_not_close_is_not_guessed_at(string row)
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("fine") + row);

        folder.Import("in.csv").Rows[RowFate.Written].ShouldBe(1);

        folder.RejectedFor.ShouldAllBe(reasons => reasons == "stray_quote" || reasons == "field_count");
        string.Concat(folder.Rejected.Select(rejected => rejected["raw"]!.GetValue<string>())).ShouldBe(row);
    }

    [Fact]
    public void A_quote_inside_a_value_that_is_not_quoted_is_text()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("our 12\" screen"));

        folder.Import("in.csv");

        folder.Cases[0].Ticket.Body.ShouldBe("our 12\" screen");
    }

    [Fact]
    public void A_quote_that_swallows_megabytes_stops_the_import_at_its_line()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("fine") + "Hi,\"" + new string('x', 5_000_000));

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem().ShouldStartWith("in.csv:3: a value of this row is longer");
    }

    [Fact]
    public void What_a_spreadsheet_writes_is_read_back_row_for_row()
    {
        var value = Gen.Elements("a", "é", "교", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ", "'", "=", "😀", "\u00A0").ListOf().Select(string.Concat);
        var rows = (from subject in value from body in value select (subject, body)).ListOf();

        Prop.ForAll(rows.ToArbitrary(), Gen.Elements(",", ";", "\t").ToArbitrary(), (written, delimiter) =>
        {
            // A number makes each row a ticket of its own, so that none is a duplicate or empty.
            var tickets = written.Select((row, number) => (Subject: $"{number} {row.subject}", Body: row.body)).ToArray();
            using var folder = new ImportFolder().With("in.csv", string.Concat(
                tickets.Select(ticket => string.Join(delimiter, new[] { ticket.Subject, ticket.Body, "benign", "none", "ordinary", "why" }.Select(Quoted)) + "\r\n")
                    .Prepend(string.Join(delimiter, "subject", "body", "label", "severity", "stress", "why") + "\r\n")));

            var report = folder.Import("in.csv");

            return report.Read == tickets.Length
                && (tickets.Length == 0 || folder.Cases.Select(@case => (@case.Ticket.Subject, @case.Ticket.Body)).SequenceEqual(tickets));
        }).Check(Config.QuickThrowOnFailure);

        static string Quoted(string value) => value.Any("\",;\t\r\n".Contains) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
