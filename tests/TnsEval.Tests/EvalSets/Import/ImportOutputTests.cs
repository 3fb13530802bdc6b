using TnsEval.EvalSets;
using TnsEval.EvalSets.Import;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class ImportOutputTests
{
    [Fact]
    public void A_file_that_exists_is_not_replaced_unless_asked()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("x")).With("out.jsonl", "mine");

        folder.ProblemsOf(options => options, "in.csv").ShouldHaveSingleItem().ShouldBe("out.jsonl: the file exists. Name another output, or pass --force to replace it.");
        File.ReadAllText(folder.OutPath).ShouldBe("mine");
        folder.Import(options => options with { Overwrite = true }, "in.csv").Rows[RowFate.Written].ShouldBe(1);
    }

    [Fact]
    public void An_import_never_writes_over_what_it_reads()
    {
        using var folder = new ImportFolder().With("out.jsonl", "{}");

        folder.ProblemsOf(options => options with { Overwrite = true }, "out.jsonl").ShouldHaveSingleItem().ShouldContain("would write over what it reads");
    }

    [Fact]
    public void When_no_row_can_be_written_an_older_output_stays_and_the_report_says_so()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header).With("out.jsonl", "older");
        var options = new ImportOptions { Sources = [folder.Path("in.csv")], Out = folder.OutPath, Overwrite = true };

        SetImport.TryRun(options, (_, _) => { }, out var report, out _, CancellationToken.None).ShouldBeTrue();

        report!.IsOldOutputKept.ShouldBeTrue();
        File.ReadAllText(folder.OutPath).ShouldBe("older");
    }

    [Fact]
    public void A_finished_file_that_cannot_be_put_in_its_place_is_told_with_what_has_changed()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + "only one value\n" + ImportFolder.Benign("x"));
        var options = new ImportOptions { Sources = [folder.Path("in.csv")], Out = folder.OutPath, Shown = path => Path.GetFileName(path) };

        SetImport.TryRun(options, (_, _) => Directory.CreateDirectory(folder.RejectedPath), out _, out var problems, CancellationToken.None).ShouldBeFalse();

        problems.ShouldHaveSingleItem().ToString().ShouldMatch(@"^out\.rejected\.jsonl: the finished file cannot be put there \(\w+\)\. out\.jsonl is written, the rejected rows are lost\.");
        folder.Cases.Count.ShouldBe(1);
    }

    [Fact]
    public void A_stopped_import_leaves_no_file()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("x"));
        var options = new ImportOptions { Sources = [folder.Path("in.csv")], Out = folder.OutPath };

        Should.Throw<OperationCanceledException>(() => SetImport.TryRun(options, (_, _) => { }, out _, out _, new CancellationToken(canceled: true)));

        Directory.EnumerateFiles(folder.Path("")).Select(Path.GetFileName).ShouldBe(["in.csv"]);
    }

    [Fact]
    public void All_slips_of_the_options_are_told_at_once()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header).With("in.xls", "x");

        var problems = folder.ProblemsOf(options => options with { IdPrefix = "pos-", Out = options.Out + "x" }, "absent.csv", "in.xls");

        problems.Count.ShouldBe(4);
        problems.ShouldContain("absent.csv: no such file or folder. Correct the path; it is taken from the working directory.");
        problems.ShouldContain("in.xls: its name does not tell its format. Pass --format with one of csv, jsonl, front.");
        folder.ProblemsOf(options => options with { Map = ["bdy=x", "body", "body=a", "body=b"] }, "in.csv").Count.ShouldBe(3);
    }

    [Fact]
    public void Rejected_rows_beside_a_set_are_no_split_of_it()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("x") + "Hi,y,,,,,\n");
        folder.Import("in.csv");

        EvalSet.TryLoad([folder.Path("")], split: null, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));

        set!.Cases.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_same_import_gives_the_same_bytes()
    {
        using var folder = new ImportFolder().With("in.csv", ImportFolder.Header + ImportFolder.Benign("x") + "Hi,y,,,,,\n");
        folder.Import("in.csv");
        var (cases, rejected) = (File.ReadAllBytes(folder.OutPath), File.ReadAllBytes(folder.RejectedPath));

        folder.Rows.Clear();
        folder.Import(options => options with { Overwrite = true }, "in.csv");

        File.ReadAllBytes(folder.OutPath).ShouldBe(cases);
        File.ReadAllBytes(folder.RejectedPath).ShouldBe(rejected);
    }
}
