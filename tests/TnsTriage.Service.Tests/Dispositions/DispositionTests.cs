using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Import;
using TnsEval.Testing;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.FrontStub;
using TnsTriage.Service.Dispositions;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Dispositions;

public sealed class DispositionTests : IAsyncLifetime
{
    private const string Confirmed = "tag_confirmed", FalseAlarm = "tag_false_alarm";

    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task A_tag_of_a_person_makes_a_labelled_ticket_of_a_decision()
    {
        var alarm = await TriagedAsync("Somebody paid a forged invoice in our name.");
        var mistake = await TriagedAsync("How do we print a forged invoice for our play?");
        await _desk.DeliverAsync(_desk.Front.Company.Tag(alarm.Id, Confirmed));
        await _desk.DeliverAsync(_desk.Front.Company.Tag(mistake.Id, FalseAlarm));

        var (rows, counts) = await ExportAsync();

        (counts.Confirmed, counts.FalseAlarms, counts.Changed, counts.LeftOut.Count).ShouldBe((1, 1, 0, 0));
        Text(rows[0], "label", "severity", "body").ShouldBe("escalate high Somebody paid a forged invoice in our name.");
        rows[0]["categories"]!.AsArray().Select(category => (string)category!).ShouldBe(["payment_fraud"]);
        Text(rows[1], "label", "severity", "body").ShouldBe("benign none How do we print a forged invoice for our play?");
        rows[1]["categories"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_miss_that_a_person_found_is_labelled_and_its_category_left_to_a_person()
    {
        var miss = await TriagedAsync("An ordinary question, it seemed");
        await _desk.DeliverAsync(_desk.Front.Company.Tag(miss.Id, Confirmed));

        var row = (await ExportAsync()).Rows.ShouldHaveSingleItem();

        Text(row, "label", "verdict").ShouldBe("escalate none");
        row.ContainsKey("severity").ShouldBeFalse();
        row["categories"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_written_after_the_decision_is_no_part_of_the_ticket_and_what_came_before_is_its_thread()
    {
        var (conversation, _) = _desk.Front.Company.Begin("A question", new StubMessage("How are you?") { IsInbound = false }, new StubMessage("A forged invoice came."));
        await _desk.DeliverAsync(_desk.Front.Company.Events[^1]);
        await _desk.WorkAsync();
        _desk.Front.Company.Add(conversation.Id, new StubMessage("We look into it.") { IsInbound = false });
        _desk.Front.Company.Add(conversation.Id, new StubMessage("Thank you!"));
        await _desk.DeliverAsync(_desk.Front.Company.Tag(conversation.Id, Confirmed));

        var (rows, counts) = await ExportAsync();

        var row = rows.ShouldHaveSingleItem();
        Text(row, "body").ShouldBe("A forged invoice came.");
        Text(row["thread"]!.AsArray().ShouldHaveSingleItem()!.AsObject(), "from", "body").ShouldBe("agent How are you?");
        counts.Changed.ShouldBe(0, "the ticket has the hash that the ledger keeps");
    }

    [Fact]
    public async Task A_tag_that_was_taken_back_and_both_tags_at_once_say_nothing()
    {
        var (taken, both) = (await TriagedAsync("A forged invoice"), await TriagedAsync("Another forged invoice"));
        await _desk.DeliverAsync(_desk.Front.Company.Tag(taken.Id, Confirmed));
        _desk.Front.Company.Tag(taken.Id, Confirmed, isOn: false);   // and its webhook is lost
        await _desk.DeliverAsync(_desk.Front.Company.Tag(both.Id, Confirmed));
        await _desk.DeliverAsync(_desk.Front.Company.Tag(both.Id, FalseAlarm));

        var (rows, counts) = await ExportAsync();

        rows.ShouldBeEmpty();
        counts.LeftOut.ShouldBe(new Dictionary<string, int> { ["have both tags"] = 1, ["have neither tag any more"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_tag_by_a_program_is_no_disposition()
    {
        var conversation = await TriagedAsync("A forged invoice");
        var happened = _desk.Front.Company.Tag(conversation.Id, Confirmed);

        (await _desk.DeliverAsync(happened with { SourceType = "api" })).ShouldBe(HttpStatusCode.OK);
        (await ExportAsync()).Rows.ShouldBeEmpty();
        (await _desk.DeliverAsync(happened)).ShouldBe(HttpStatusCode.Accepted);
        (await ExportAsync()).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_order_in_which_tagging_is_told_does_not_matter()
    {
        var conversation = await TriagedAsync("A forged invoice");
        var on = _desk.Front.Company.Tag(conversation.Id, Confirmed);
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        var off = _desk.Front.Company.Tag(conversation.Id, Confirmed, isOn: false);

        await _desk.DeliverAsync(off);
        await _desk.DeliverAsync(on);

        (await _desk.Ledger.TaggedAsync([new TagId(Confirmed)])).ShouldBeEmpty();
    }

    [Fact]
    public async Task From_a_tag_to_a_case_nothing_is_labelled_that_no_person_said()
    {
        using var folder = new TemporaryFolder();
        var alarm = await TriagedAsync("Somebody paid a forged invoice in our name.");
        var mistake = await TriagedAsync("How do we print a forged invoice for our play?");
        var miss = await TriagedAsync("He waits for her behind the church every Sunday.");
        foreach (var (conversation, tag) in new[] { (alarm, Confirmed), (mistake, FalseAlarm), (miss, Confirmed) })
        {
            await _desk.DeliverAsync(_desk.Front.Company.Tag(conversation.Id, tag));
        }

        using var output = new StringWriter();
        (await DispositionCommand.RunAsync([folder["export.jsonl"]], _desk.Configuration, output, TextWriter.Null, CancellationToken.None)).ShouldBe(0);
        output.ToString().ShouldStartWith("2 confirmed, 1 of them missed, and 1 false alarms are in ");

        Import(new ImportOptions { Sources = [], Ledgers = [folder["export.jsonl"]], Out = folder["first.jsonl"] }).Rows[RowFate.Written].ShouldBe(0);
        var rows = File.ReadAllLines(folder["first.rejected.jsonl"]).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        rows.SelectMany(row => row["reasons"]!.AsArray().Select(reason => (string)reason!)).Order(StringComparer.Ordinal)
            .ShouldBe(["no_category", "no_hard_negative_kind", "no_severity", "unconfirmed"]);
        foreach (var row in rows)   // as a person does
        {
            switch ((string)row["body"]!)
            {
                case var body when body.StartsWith("Somebody", StringComparison.Ordinal):
                    (row["reasons"], row["severity"]) = (new JsonArray(), "medium");
                    break;
                case var body when body.StartsWith("How", StringComparison.Ordinal):
                    row["stress"] = new JsonArray("hn_scripture_arts");
                    break;
                default:
                    (row["severity"], row["categories"]) = ("high", new JsonArray("violent_threat"));
                    break;
            }
        }

        File.WriteAllLines(folder["first.rejected.jsonl"], rows.Select(row => row.ToJsonString()));
        Import(new ImportOptions { Sources = [folder["first.rejected.jsonl"]], Out = folder["set.jsonl"] }).Rows[RowFate.Written].ShouldBe(3);

        EvalSet.TryLoad([folder["set.jsonl"]], split: null, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));
        set!.Cases.Select(@case => (@case.Label.IsEscalate, @case.Label.Severity)).ShouldBe(
            [(true, Severity.Medium), (false, Severity.None), (true, Severity.High)], ignoreOrder: true);

        static ImportReport Import(ImportOptions options)
        {
            SetImport.TryRun(options, (_, _) => { }, out var report, out var problems).ShouldBeTrue(string.Join('\n', problems));
            return report!;
        }
    }

    private async Task<StubConversation> TriagedAsync(string body)
    {
        var conversation = await _desk.ReceiveAsync(body);
        await _desk.WorkAsync();
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        return conversation;
    }

    private async Task<(IReadOnlyList<JsonObject> Rows, DispositionCounts Counts)> ExportAsync()
    {
        using var text = new StringWriter();
        var export = new DispositionExport(_desk.Services.GetRequiredService<FrontClient>(), _desk.Ledger);
        var counts = (await _desk.RunAsync(export.WriteAsync(text, CancellationToken.None))).ShouldNotBeNull();
        return ([.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())], counts);
    }

    private static string Text(JsonObject row, params string[] names) => string.Join(' ', names.Select(name => (string)row[name]!));
}
