using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Storage;

namespace TnsTriage.Service.Tests.Ledger;

[NeedsServer(Server.Postgres)]
public sealed class PostgresLedgerTests : LedgerContract
{
    private OwnSchema _schema = null!;
    private PostgresDatabase? _database;

    public override async Task DisposeAsync()
    {
        await _database!.DisposeAsync();
        await _schema.DisposeAsync();
    }

    private protected override async Task<ILedger> OpenAsync()
    {
        if (_database is null)
        {
            _schema = await OwnSchema.CreateAsync();
        }
        else
        {
            await _database.DisposeAsync();
        }

        _database = await _schema.OpenAsync();
        return StoreClock.Over<ILedger>(new PostgresLedger(_database, Time), _schema, Time);
    }

    [LaneFact]
    public async Task Characters_that_PostgreSQL_cannot_store_keep_no_decision_back()
    {
        var decision = DecisionOn(new ConversationId("cnv_1"));
        var hold = (await Ledger.TryHoldAsync(decision.Conversation, [], TimeSpan.FromMinutes(1))).ShouldNotBeNull();

        await Ledger.TryRecordAsync(hold, decision, [new PlannedStep.Comment("a\0b \ud83d c 😀")]);

        (await Ledger.FindAsync(decision.Conversation)).ShouldNotBeNull().Steps[0].Step.ShouldBe(new PlannedStep.Comment("a\uFFFDb \uFFFD c 😀"));
    }

    [LaneFact]
    public async Task The_text_of_a_comment_that_was_written_is_in_no_row()
    {
        var decision = DecisionOn(new ConversationId("cnv_1"));
        var hold = (await Ledger.TryHoldAsync(decision.Conversation, [], TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        await Ledger.TryRecordAsync(hold, decision, [new PlannedStep.Comment("words of a model about a person")]);
        (await CommentsAsync()).ShouldBe(1);

        await Ledger.MarkDoneAsync(hold, decision.Id, 0);

        (await CommentsAsync()).ShouldBe(0);

        async Task<long> CommentsAsync() => (long)(await _schema.AskAsync("SELECT count(*) FROM step WHERE step::text LIKE '%words of a model%'"))!;
    }

    [LaneFact]
    public async Task Connections_that_an_operator_ends_are_made_anew_and_no_caller_sees_it()
    {
        await Ledger.NoteAsync(new ConversationId("cnv_1"), "before");

        for (var round = 0; round < 5; round++)
        {
            await _schema.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_schema.Name}' AND pid <> pg_backend_pid()");
            await Ledger.NoteAsync(new ConversationId("cnv_1"), "after");
        }

        (await Ledger.TrailAsync(new ConversationId("cnv_1"))).Count.ShouldBe(6);
    }

    [LaneFact]
    public async Task A_statement_that_waits_for_too_long_is_given_up_and_stored_nothing()
    {
        await _database!.DisposeAsync();
        var options = _schema.Options;
        options.ConnectionString += ";Options=-c lock_timeout=100ms";
        _database = new PostgresDatabase(options, TimeProvider.System);
        var ledger = new PostgresLedger(_database, Time);
        var conversation = new ConversationId("cnv_1");
        (await ledger.TryHoldAsync(conversation, [], TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        await using var other = new Npgsql.NpgsqlConnection(_schema.ConnectionString);
        await other.OpenAsync();
        await using var blocking = await other.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("LOCK TABLE trail", other, blocking))
        {
            await command.ExecuteNonQueryAsync();
        }

        var e = await Should.ThrowAsync<StorageUnavailableException>(ledger.NoteAsync(conversation, "noted"));

        e.Message.ShouldEndWith("somebody held a lock for too long");
        await blocking.RollbackAsync();
        (await ledger.TrailAsync(conversation)).ShouldBeEmpty();
    }
}
