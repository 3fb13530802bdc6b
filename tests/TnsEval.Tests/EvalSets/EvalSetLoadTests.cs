using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.EvalSets;

public class EvalSetLoadTests
{
    [Fact]
    public void A_line_becomes_a_case_with_every_field()
    {
        var set = EvalSetFolder.SetOf(
            """
            {"id":"t-1","subject":"Payouts","body":"The bank on file is not ours",
            "thread":[{"from":"sender","body":"Hello"},{"from":"agent","body":""}],
            "language":"pt-BR","label":"escalate","categories":["payment_fraud","account_takeover"],"severity":"high",
            "stress":["non_english","calm_tone"],"pair":"t-2","why":"payout changed; L11"}
            """.ReplaceLineEndings(""),
            TicketLine.Benign("t-2").With("pair", "t-1"));

        var @case = set.Cases[0];
        @case.Id.ShouldBe(new CaseId("t-1"));
        @case.Ticket.Subject.ShouldBe("Payouts");
        @case.Ticket.Body.ShouldBe("The bank on file is not ours");
        @case.Ticket.Thread.ShouldBe([new ThreadMessage(ThreadAuthor.Sender, "Hello"), new ThreadMessage(ThreadAuthor.Agent, "")]);
        @case.Ticket.Language.ShouldBe("pt-BR");
        @case.Label.Kind.ShouldBe(LabelKind.Escalate);
        @case.Label.Severity.ShouldBe(Severity.High);
        @case.Label.Categories.ShouldBe([HarmCategory.PaymentFraud, HarmCategory.AccountTakeover]);
        @case.StressTags.ShouldBe(["non_english", "calm_tone"]);
        @case.Pair.ShouldBe(new CaseId("t-2"));
        @case.Why.ShouldBe("payout changed; L11");
    }

    [Fact]
    public void A_ticket_without_a_thread_has_an_empty_one() =>
        EvalSetFolder.SetOf(TicketLine.Benign()).Cases[0].Ticket.Thread.ShouldBeEmpty();

    [Fact]
    public void Blank_lines_a_byte_order_mark_and_CRLF_are_no_problem()
    {
        var set = EvalSetFolder.SetOf("\uFEFF" + TicketLine.Benign("t-1") + "\r", "", " \t\r", TicketLine.Benign("t-2"), "");

        set.Cases.Select(@case => @case.Id.Value).ShouldBe(["t-1", "t-2"]);
    }

    [Fact]
    public void A_ticket_of_2_MB_is_read_whole()
    {
        var body = string.Concat(Enumerable.Repeat("long text, ", 200_000));

        EvalSetFolder.SetOf(TicketLine.Benign("t-1"), TicketLine.Benign("t-2").With("body", body), TicketLine.Benign("t-3"))
            .Cases[1].Ticket.Body.ShouldBe(body);
    }

    [Fact]
    public void A_ticket_with_only_an_attachment_may_have_an_empty_body() =>
        EvalSetFolder.SetOf(TicketLine.Benign().With("body", "").With("subject", "photo_1.jpg")).Cases[0].Ticket.Body.ShouldBeEmpty();

    [Theory]
    [InlineData("مرحبا، كيف أطبع الملصقات؟ \u200Fשלום")]
    [InlineData("👩‍👩‍👧‍👦 🙏🏽 help 🏳️‍🌈")]
    [InlineData("e\u0301 is not \u00e9")]
    public void Right_to_left_and_emoji_text_arrives_unchanged(string body) =>
        EvalSetFolder.SetOf(TicketLine.Benign().With("body", body)).Cases[0].Ticket.Body.ShouldBe(body);

    [Fact]
    public void A_split_is_a_file_of_the_folder()
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", TicketLine.Benign("t-1"));
        folder.Write("test.jsonl", TicketLine.Benign("t-2"));

        folder.Load("test").Cases.ShouldHaveSingleItem().Id.ShouldBe(new CaseId("t-2"));
    }

    [Fact]
    public void Without_a_split_all_files_of_the_folder_are_read_in_ordinal_order()
    {
        using var folder = new EvalSetFolder();
        folder.Write("test.jsonl", TicketLine.Benign("t-3"));
        folder.Write("dev.jsonl", TicketLine.Benign("t-1"));
        folder.Write("probe-injection.jsonl", TicketLine.Benign("t-2"));
        folder.Write("README.md", "not a ticket");

        var set = folder.Load();

        set.Cases.Select(@case => @case.Id.Value).ShouldBe(["t-1", "t-2", "t-3"]);
        set.Files.Select(Path.GetFileName).ShouldBe(["dev.jsonl", "probe-injection.jsonl", "test.jsonl"]);
    }

    [Fact]
    public void A_file_that_is_named_twice_counts_once()
    {
        using var folder = new EvalSetFolder();
        var file = folder.Write("dev.jsonl", TicketLine.Benign());

        EvalSet.TryLoad([folder.Folder, file, Path.Combine(folder.Folder, ".", "dev.jsonl")], null, out var set, out _).ShouldBeTrue();

        set!.Cases.Count.ShouldBe(1);
    }

    [Fact]
    public void The_name_is_the_same_for_a_split_and_for_its_file()
    {
        using var folder = new EvalSetFolder();
        var file = folder.Write("dev.jsonl", TicketLine.Benign());
        var folderName = Path.GetFileName(folder.Folder);
        EvalSet.TryLoad([file], null, out var byFile, out _).ShouldBeTrue();

        folder.Load("dev").Name.ShouldBe($"{folderName}/dev");
        byFile!.Name.ShouldBe($"{folderName}/dev");
        folder.Load().Name.ShouldBe(folderName);
    }

    [Fact]
    public void A_file_named_outright_is_taken_whatever_the_split()
    {
        using var folder = new EvalSetFolder();
        var file = folder.Write("dev.jsonl", TicketLine.Benign());

        EvalSet.TryLoad([file], "test", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Ten_thousand_tickets_are_read_in_file_order()
    {
        using var folder = new EvalSetFolder();
        string[] ids = [.. Enumerable.Range(0, 10_000).Select(number => $"t-{number * 7919 % 10_000:D4}")];
        folder.Write("dev.jsonl", [.. ids.Select(id => TicketLine.Benign(id).ToString())]);

        folder.Load().Cases.Select(@case => @case.Id.Value).ShouldBe(ids);
    }
}
