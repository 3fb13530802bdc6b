using System.Collections.Concurrent;
using TnsEval.Testing;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Storage;

namespace TnsTriage.Service.Tests.Ledger;

/// <summary>Many workers, each with connections of its own as a process has them, on the same few conversations. Seeded; the order of events is the machine's.</summary>
[NeedsServer(Server.Postgres)]
public sealed class PostgresRaceTests : IAsyncLifetime
{
    private const int Workers = 8;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly List<PostgresDatabase> _databases = [];
    private OwnSchema _schema = null!;
    private PostgresLedger[] _ledgers = null!;

    public async Task InitializeAsync()
    {
        _schema = await OwnSchema.CreateAsync();
        for (var worker = 0; worker < Workers; worker++)
        {
            _databases.Add(await _schema.OpenAsync());
        }

        _ledgers = [.. _databases.Select(database => new PostgresLedger(database, TimeProvider.System))];
    }

    public async Task DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        await _schema.DisposeAsync();
    }

    [LaneTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whoever_holds_is_alone_with_all_that_was_merged_and_each_group_is_decided_on_once(int seed)
    {
        const int Conversations = 12, Turns = 40;
        var working = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var (decided, refused) = (new ConcurrentBag<string>(), 0);

        await RunAsync(async worker =>
        {
            var (ledger, random) = (_ledgers[worker], new Random((seed * 1_000) + worker));
            for (var turn = 0; turn < Turns; turn++)
            {
                var conversation = Any();
                ConversationId[] merged = random.Next(4) == 0 ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Any())] : [];
                if (await ledger.TryHoldAsync(conversation, merged, Long) is not { } hold)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }

                List<string> mine = [.. merged.Prepend(conversation).Select(one => one.Value).Distinct(StringComparer.Ordinal)];
                mine.ForEach(Enter);
                if (random.Next(6) == 0 && Any() is var into && await ledger.TryExtendAsync(hold, into))
                {
                    if (!mine.Contains(into.Value))
                    {
                        mine.Add(into.Value);
                        Enter(into.Value);
                    }
                }

                if (await ledger.FindAsync(conversation) is null)
                {
                    (await ledger.TryRecordAsync(hold, DecisionOn(conversation), [new PlannedStep.Page()])).ShouldBeTrue("nobody else can have decided meanwhile");
                    decided.Add(conversation.Value);
                }
                else
                {
                    (await ledger.TryRecordAsync(hold, DecisionOn(conversation), [])).ShouldBeFalse();
                }

                mine.ForEach(one => working.TryUpdate(one, 0, 1).ShouldBeTrue());
                await ledger.ReleaseAsync(hold);
            }

            ConversationId Any() => new($"cnv_{random.Next(Conversations)}");
        });

        decided.ShouldBeUnique();
        ((long)(await _schema.AskAsync("SELECT count(*) FROM decision"))!).ShouldBe(decided.Count);
        ((long)(await _schema.AskAsync("SELECT count(*) FROM step"))!).ShouldBe(decided.Count);
        ((long)(await _schema.AskAsync("SELECT count(*) FROM hold"))!).ShouldBe(0);
        (await _schema.AskAsync("SELECT count(*) FROM merged AS one JOIN merged AS two ON one.into_conversation = two.conversation")).ShouldBe(0L, "a merge leads to a head at once");
        refused.ShouldBePositive("else nobody raced");

        void Enter(string conversation) => working.AddOrUpdate(conversation, 1, (_, inside) => inside + 1).ShouldBe(1, $"{conversation} has two workers");
    }

    [LaneFact]
    public async Task Of_many_who_take_over_a_hold_that_has_ended_one_gets_it_and_the_old_holder_can_write_nothing()
    {
        var now = DateTimeOffset.UnixEpoch;
        for (var round = 0; round < 40; round++)
        {
            var conversation = new ConversationId($"cnv_{round}");
            _schema.SetClock(now);
            var old = (await _ledgers[0].TryHoldAsync(conversation, [new ConversationId($"cnv_{round}_merged")], Long)).ShouldNotBeNull();
            now += Long;
            _schema.SetClock(now);
            var wasLost = false;
            var holds = new ConcurrentBag<Hold>();

            await RunAsync(async worker =>
            {
                if (worker == 0)
                {
                    (await _ledgers[0].RenewAsync(old, Long)).ShouldBeFalse();
                    wasLost = await Should.ThrowAsync<HoldLostException>(_ledgers[0].TryRecordAsync(old, DecisionOn(conversation), [])) is not null;
                }
                else if (await _ledgers[worker].TryHoldAsync(worker % 2 == 0 ? conversation : new ConversationId($"cnv_{round}_merged"), [], Long) is { } hold)
                {
                    holds.Add(hold);
                }
            });

            wasLost.ShouldBeTrue();
            var winner = holds.ShouldHaveSingleItem();
            (await _ledgers[1].TryRecordAsync(winner, DecisionOn(winner.Conversation), [])).ShouldBeTrue();
        }
    }

    [LaneFact]
    public async Task A_hold_that_is_renewed_just_then_is_not_taken_over()
    {
        for (var round = 0; round < 40; round++)
        {
            var conversation = new ConversationId($"cnv_{round}");
            var old = (await _ledgers[0].TryHoldAsync(conversation, [], TimeSpan.FromMilliseconds(3))).ShouldNotBeNull();
            var isRenewed = false;
            var holds = new ConcurrentBag<Hold>();

            await RunAsync(async worker =>
            {
                if (worker == 0)
                {
                    isRenewed = await _ledgers[0].RenewAsync(old, Long);
                }
                else if (await _ledgers[worker].TryHoldAsync(conversation, [], Long) is { } hold)
                {
                    holds.Add(hold);
                }
            });

            holds.Count.ShouldBeLessThanOrEqualTo(isRenewed ? 0 : 1);
        }
    }

    [LaneFact]
    public async Task Tags_and_cursors_end_at_the_newest_whoever_told_them_last()
    {
        var start = DateTimeOffset.UnixEpoch;
        await RunAsync(async worker =>
        {
            var times = Enumerable.Range(0, 50).ToArray();
            new Random(worker).Shuffle(times);
            foreach (var time in times)
            {
                await _ledgers[worker].NoteTagAsync(new ConversationId("cnv_1"), new TagId("tag_1"), isOn: time % 2 == 1, start.AddSeconds(time));
                await _ledgers[worker].MoveCursorAsync("walk", start.AddSeconds(time));
            }
        });

        (await _ledgers[0].CursorAsync("walk")).ShouldBe(start.AddSeconds(49));
        (await _schema.AskAsync("SELECT is_on FROM tagging")).ShouldBe(true);
    }

    [LaneFact]
    public async Task Many_who_purge_at_once_delete_all_that_is_old_and_nothing_else()
    {
        await _schema.ExecuteAsync(
            """
            INSERT INTO decision (id, conversation, received_at, decided_at, is_dry_run, policy_hash, call)
              SELECT 'tns-' || n, 'cnv_' || n, now(), now() - n * interval '1 day', false, '', gen_random_uuid() FROM generate_series(0, 19999) AS n;
            INSERT INTO trail (conversation, at, what, call) SELECT 'cnv_' || n, now() - n * interval '1 day', '', gen_random_uuid() FROM generate_series(0, 19999) AS n;
            """);
        var purged = 0;

        await RunAsync(async worker => Interlocked.Add(ref purged, await _ledgers[worker].PurgeAsync(TimeProvider.System.GetUtcNow().AddDays(-100).AddHours(-1))));

        purged.ShouldBe(19_899);
        (await _schema.AskAsync("SELECT count(*) FROM decision")).ShouldBe(101L);
        (await _schema.AskAsync("SELECT count(*) FROM trail")).ShouldBe(101L);
    }

    private static Task RunAsync(Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => work(worker))));

    private static Decision DecisionOn(ConversationId conversation) => new()
    {
        Id = Decision.IdOf(conversation),
        Conversation = conversation,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        DecidedAt = DateTimeOffset.UnixEpoch,
        IsDryRun = false,
        PolicyHash = "",
        Judgement = new Judgement { Outcome = JudgementOutcome.Failed, Verdict = Verdict.Review, Prompt = "", PromptHash = "", ModelAsked = "" },
    };
}
