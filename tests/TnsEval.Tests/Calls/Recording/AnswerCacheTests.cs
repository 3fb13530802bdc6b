using Microsoft.Data.Sqlite;
using TnsEval.Calls.Recording;
using TnsEval.Plugins;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Calls.Recording;

public sealed class AnswerCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Problem> _problems = [];

    private string Path => _folder["cache.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_run_stored_the_next_finds()
    {
        using (var cache = Open())
        {
            await cache.StoreAsync(Key(1), Answer("one"));
        }

        using var next = Open();
        next.Find(Key(1))!.Text.ShouldBe("one");
    }

    [Fact]
    public async Task What_was_flushed_is_found_in_the_same_run()
    {
        using var cache = Open();
        await cache.StoreAsync(Key(1), Answer("one"));

        await cache.FlushAsync();

        cache.Find(Key(1))!.Text.ShouldBe("one");
    }

    [Fact]
    public async Task Another_model_another_repeat_or_another_request_is_another_answer()
    {
        using var cache = Open();
        await cache.StoreAsync(Key(1), Answer("one"));
        await cache.FlushAsync();

        cache.Find(Key(1) with { Model = "offline/other" }).ShouldBeNull();
        cache.Find(Key(1) with { Repeat = 1 }).ShouldBeNull();
        cache.Find(Key(2)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_answer_stays()
    {
        using var cache = Open();
        await cache.StoreAsync(Key(1), Answer("one"));
        await cache.StoreAsync(Key(1), Answer("another"));
        await cache.FlushAsync();

        cache.Find(Key(1))!.Text.ShouldBe("one");
    }

    [Fact]
    public async Task Eight_that_write_and_read_one_file_at_once_lose_and_mix_up_nothing()
    {
        const int Each = 300;

        await Parallel.ForAsync(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (writer, token) =>
        {
            using var cache = Open();
            for (var number = 0; number < Each; number++)
            {
                await cache.StoreAsync(Key((writer * Each) + number), Answer($"{writer}-{number}"));
                cache.Find(Key(number));
                if (number % 50 == 0)
                {
                    await cache.FlushAsync();
                }
            }
        });

        using var all = Open();
        for (var number = 0; number < 8 * Each; number++)
        {
            all.Find(Key(number)).ShouldNotBeNull().Text.ShouldBe($"{number / Each}-{number % Each}");
        }
    }

    [Fact]
    public void A_text_file_is_refused_and_left_as_it_was()
    {
        var text = string.Concat(Enumerable.Repeat("not a database\n", 100));
        File.WriteAllText(Path, text);

        Refusal().ToString().ShouldBe($"{Path}: is not a cache: no SQLite database. Name another file under CacheFile in eval.runsettings, or move this one away.");
        File.ReadAllText(Path).ShouldBe(text);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_was()
    {
        Sql("CREATE TABLE theirs (x)");
        var before = File.ReadAllBytes(Path);

        Refusal().What.ShouldBe("is a database of another program");
        File.ReadAllBytes(Path).ShouldBe(before);
    }

    [Fact]
    public void A_cache_of_a_newer_version_is_refused()
    {
        Open().Dispose();
        Sql("PRAGMA user_version = 2");

        Refusal().What.ShouldBe("the cache has format version 2, and this version uses 1");
    }

    [Fact]
    public async Task A_damaged_cache_is_told_so_and_stays_for_a_person_to_look_at()
    {
        using (var cache = Open())
        {
            for (var number = 0; number < 200; number++)
            {
                await cache.StoreAsync(Key(number), Answer(new string('x', 500)));
            }
        }

        var bytes = File.ReadAllBytes(Path);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        File.WriteAllBytes(Path, bytes);

        using var damaged = AnswerCache.Open(Path, CacheMode.ReadWrite, _problems);

        var told = damaged is null
            ? _problems.ShouldHaveSingleItem().ToString()
            : Should.Throw<ProviderFaultException>(() => damaged.Find(Key(1))).Message;
        told.ShouldBe($"{Path}: the cache is damaged. Move the file away, and a new one is made, or run with --cache off.");
        File.Exists(Path).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, "there is no cache to replay")]
    [InlineData(true, "the cache is empty")]
    public void Nothing_can_be_replayed_without_a_cache(bool isEmptyFile, string what)
    {
        if (isEmptyFile)
        {
            File.WriteAllBytes(Path, []);
        }

        AnswerCache.Open(Path, CacheMode.ReplayOnly, _problems).ShouldBeNull();

        _problems.ShouldHaveSingleItem().What.ShouldBe(what);
        File.Exists(Path).ShouldBe(isEmptyFile);
    }

    [Fact]
    public async Task Replaying_writes_nothing()
    {
        Open().Dispose();
        using var cache = AnswerCache.Open(Path, CacheMode.ReplayOnly, _problems)!;

        await cache.StoreAsync(Key(1), Answer("one"));
        await cache.FlushAsync();

        cache.Find(Key(1)).ShouldBeNull();
    }

    [Fact]
    public async Task A_write_that_fails_is_remembered_and_ends_nothing()
    {
        using var cache = Open();
        Sql("DROP TABLE answers");

        await cache.StoreAsync(Key(1), Answer("one"));
        await cache.FlushAsync();

        cache.WriteFailure.ShouldNotBeNull().ShouldContain("answers");
    }

    private static CacheKey Key(int number) => new("offline/in-context", 0, number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture));

    private static RecordedAnswer Answer(string text) => new() { Text = text };

    private AnswerCache Open() => AnswerCache.Open(Path, CacheMode.ReadWrite, _problems) ?? throw new ShouldAssertException(_problems[0].ToString());

    private Problem Refusal()
    {
        AnswerCache.Open(Path, CacheMode.ReadWrite, _problems).ShouldBeNull();
        return _problems.ShouldHaveSingleItem();
    }

    private void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
