using System.Text;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Ledger;

public sealed class SqliteLedgerTests : LedgerContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase? _database;

    public override async Task DisposeAsync() => await _database!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private protected override async Task<ILedger> OpenAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _database = SqliteDatabase.Open(_folder["ledger.db"], SqliteLedger.Schema);
        return new SqliteLedger(_database, Time);
    }

    [Fact]
    public async Task A_ledger_of_the_version_before_holds_keeps_its_merges_and_gets_them()
    {
        using var folder = new TemporaryFolder();
        await using (var older = SqliteDatabase.Open(folder["ledger.db"], SqliteLedger.Schema with { Migrations = [.. SqliteLedger.Schema.Migrations.Take(2)] }))
        {
            await older.WriteAsync(session => session.Execute("INSERT INTO merged (conversation, into_conversation) VALUES ('cnv_1', 'cnv_2')"));
        }

        await using var database = SqliteDatabase.Open(folder["ledger.db"], SqliteLedger.Schema);
        var ledger = new SqliteLedger(database, Time);

        (await ledger.TryHoldAsync(new ConversationId("cnv_1"), [], TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        (await ledger.TryHoldAsync(new ConversationId("cnv_2"), [], TimeSpan.FromMinutes(1))).ShouldBeNull();
    }

    [Fact]
    public async Task The_text_of_a_comment_that_was_written_is_in_no_byte_of_the_file()
    {
        const string Text = "words of a model about a person";
        var decision = new Decision
        {
            Id = "tns-1",
            Conversation = new ConversationId("cnv_1"),
            ReceivedAt = Time.GetUtcNow(),
            DecidedAt = Time.GetUtcNow(),
            IsDryRun = false,
            PolicyHash = "",
            Judgement = new Judgement { Outcome = JudgementOutcome.Failed, Verdict = TnsTriage.Assessments.Verdict.Review, Prompt = "", PromptHash = "", ModelAsked = "" },
        };
        var hold = (await Ledger.TryHoldAsync(decision.Conversation, [], TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        await Ledger.TryRecordAsync(hold, decision, [new PlannedStep.Comment(Text)]);
        await Ledger.MarkDoneAsync(hold, decision.Id, 0);

        await _database!.DisposeAsync();   // folds the write-ahead log into the file

        Encoding.UTF8.GetString(await File.ReadAllBytesAsync(_folder["ledger.db"])).ShouldNotContain(Text);
    }
}
