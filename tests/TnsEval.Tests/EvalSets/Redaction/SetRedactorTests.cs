using System.Text.Json.Nodes;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Redaction;

namespace TnsEval.Tests.EvalSets.Redaction;

public sealed class SetRedactorTests : IDisposable
{
    private readonly EvalSetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_person_has_one_pseudonym_in_all_tickets_and_fields()
    {
        var redacted = Redact(
            TicketLine.Benign("t-1").With("subject", "from ann@stpaul.zz").With("body", "x"),
            TicketLine.Benign("t-2").With("thread", JsonNode.Parse("""[{"from":"sender","body":"I am ANN@stpaul.zz"}]""")));

        var pseudonym = redacted.Cases[0].Ticket.Subject["from ".Length..];
        redacted.Cases[1].Ticket.Thread[0].Body.ShouldBe($"I am {pseudonym}");
    }

    [Fact]
    public void Labels_tags_ids_pairs_and_reasons_stay()
    {
        var (benign, escalate) = (TicketLine.Benign("t-1").With("pair", "t-2").With("body", "ann@stpaul.zz"), TicketLine.Escalate("t-2").With("pair", "t-1").With("body", "Dear Ann,"));

        var redacted = Redact(benign, escalate);

        redacted.Cases.ShouldBe(EvalSetFolder.SetOf(benign, escalate).Cases, new WithoutTicket());
    }

    [Fact]
    public void A_reason_that_names_somebody_is_redacted_with_the_name_of_the_ticket()
    {
        var redacted = Redact(TicketLine.Benign("t-1").With("body", "Dear Ann,").With("why", "Ann only asks; mail ann@stpaul.zz; L2")).Cases[0];

        var person = redacted.Ticket.Body["Dear ".Length..^1];
        redacted.Why.ShouldMatch($@"^{person} only asks; mail person-[0-9a-f]+@redacted\.example; L2$");
    }

    [Fact]
    public void A_line_with_nothing_to_hide_is_copied_byte_for_byte()
    {
        var line = TicketLine.Benign().ToString().Replace(":", " :  ", StringComparison.Ordinal).Replace("Labels", "\\u004cabels", StringComparison.Ordinal);

        Redact(line);

        File.ReadAllText(Output).ShouldBe(line + "\n");
    }

    [Fact]
    public void Blank_lines_a_byte_order_mark_and_CRLF_are_left_out()
    {
        var line = TicketLine.Benign().ToString();

        Redact("\uFEFF" + line + "\r", "", "  ");

        File.ReadAllText(Output).ShouldBe(line + "\n");
    }

    [Fact]
    public void A_redacted_file_redacts_to_the_same_bytes()
    {
        Redact(TicketLine.Benign().With("body", "Dear Ann Lee,\n12 Old Mill Road, 212-555-7788, שלום ann@stpaul.zz, https://stpaul.zz/?a=1\nThanks,\nBram"));
        var once = File.ReadAllBytes(Output);
        var again = Path.Combine(_folder.Folder, "again.jsonl");

        SetRedactor.Redact(Output, again, overwrite: false, RedactionKey.CreateRandom()).Changed.ShouldBe(0);

        File.ReadAllBytes(again).ShouldBe(once);
    }

    [Fact]
    public void Each_replacement_is_reviewed_and_counted_by_kind()
    {
        var file = _folder.Write("in.jsonl", TicketLine.Benign("t-7").With("body", "Dear Ann, is 4111 1111 1111 1111 yours, Ann?"));
        var reviewed = new List<Replacement>();

        var summary = SetRedactor.Redact(file, Output, overwrite: false, Redacted.Key, reviewed.Add);

        reviewed.Select(replacement => (replacement.Id.Value, replacement.Field, replacement.Kind, replacement.Old)).ShouldBe(
        [
            ("t-7", "body", PersonalDataKind.Name, "Ann"),
            ("t-7", "body", PersonalDataKind.Card, "4111 1111 1111 1111"),
            ("t-7", "body", PersonalDataKind.Name, "Ann"),
        ]);
        (summary.Tickets, summary.Changed, summary.Counts[PersonalDataKind.Name], summary.Counts[PersonalDataKind.Phone]).ShouldBe((1, 1, 2, 0));
    }

    [Fact]
    public void A_cancelled_call_leaves_no_file_behind()
    {
        var file = _folder.Write("in.jsonl", TicketLine.Benign("t-1").With("body", "ann@stpaul.zz"), TicketLine.Benign("t-2"));
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => SetRedactor.Redact(file, Output, overwrite: false, Redacted.Key, _ => stop.Cancel(), stop.Token));

        Directory.GetFiles(_folder.Folder).ShouldBe([file]);
    }

    [Fact]
    public void Problems_of_the_set_are_all_found_before_anything_is_written()
    {
        var file = _folder.Write("in.jsonl", TicketLine.Benign("t-1").With("pair", "t-9"), TicketLine.Benign("t-1").With("severity", "huge"), "{");

        SetRedactor.Check(file).Count.ShouldBeGreaterThanOrEqualTo(4);
    }

    private string Output => Path.Combine(_folder.Folder, "out.jsonl");

    /// <summary>Redacts the file of these lines, which must be fit for it, and loads the outcome.</summary>
    private EvalSet Redact(params string[] lines)
    {
        var file = _folder.Write("in.jsonl", lines);
        SetRedactor.Check(file).ShouldBeEmpty();
        SetRedactor.Redact(file, Output, overwrite: false, Redacted.Key);
        EvalSet.TryLoad([Output], null, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return set!;
    }

    private sealed class WithoutTicket : IEqualityComparer<EvalCase>
    {
        public bool Equals(EvalCase? x, EvalCase? y) => Text(x!) == Text(y!);

        public int GetHashCode(EvalCase obj) => StringComparer.Ordinal.GetHashCode(Text(obj));

        private static string Text(EvalCase @case) =>
            $"{@case.Id} {@case.Label.Kind} {@case.Label.Severity} {string.Join(',', @case.Label.Categories)} {string.Join(',', @case.StressTags)} {@case.Pair} {@case.Why} {@case.Ticket.Language}";
    }
}
