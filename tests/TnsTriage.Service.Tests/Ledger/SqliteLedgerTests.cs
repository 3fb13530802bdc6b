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
        await Ledger.TryRecordAsync(decision, [new PlannedStep.Comment(Text)]);
        await Ledger.MarkDoneAsync(decision.Id, 0);

        await _database!.DisposeAsync();   // folds the write-ahead log into the file

        Encoding.UTF8.GetString(await File.ReadAllBytesAsync(_folder["ledger.db"])).ShouldNotContain(Text);
    }
}
