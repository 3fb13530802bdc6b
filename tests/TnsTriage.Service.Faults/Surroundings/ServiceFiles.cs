using System.Text;
using Microsoft.Data.Sqlite;

namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>The SQLite files of one service. Opened for reading only: recovery after a kill is the service's own.</summary>
internal sealed class ServiceFiles(string folder) : IRecords
{
    private string Inbox => Path.Combine(folder, "inbox.db");

    private string Ledger => Path.Combine(folder, "ledger.db");

    /// <summary>Jobs that are neither finished nor dead.</summary>
    public long Open => Number(Inbox, "SELECT count(*) FROM job WHERE died_at IS NULL");

    public long Dead => Number(Inbox, "SELECT count(*) FROM job WHERE died_at IS NOT NULL");

    public IReadOnlyList<string> DeadLetters => Texts(Inbox, "SELECT conversation FROM job WHERE died_at IS NOT NULL");

    public IReadOnlyList<string> Decided => Texts(Ledger, "SELECT conversation FROM decision");

    /// <summary>Decisions by outcome and verdict, such as <c>assessed none</c>.</summary>
    public IReadOnlyList<string> Judgements => Texts(Ledger, "SELECT outcome || ' ' || verdict FROM judgement WHERE NOT is_shadow");

    public IReadOnlyDictionary<string, string> Merged => Texts(Ledger, "SELECT conversation || ' ' || into_conversation FROM merged")
        .Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Conversations that are being worked on, each with how many steps of its decision are done; -1 before the decision.</summary>
    public IReadOnlyList<(string Conversation, int StepsDone)> InFlight()
    {
        var done = Texts(Ledger, "SELECT conversation || ' ' || count(done_at) FROM decision JOIN step ON step.decision = decision.id GROUP BY conversation")
            .Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return [.. Texts(Inbox, "SELECT conversation FROM job WHERE lease IS NOT NULL").Select(id => (id, done.GetValueOrDefault(id, -1)))];
    }

    public int Count(IReadOnlyList<string> words) => Directory.EnumerateFiles(folder).Sum(file => CountIn(file, words));

    /// <summary>How often any of these words stands in a file, whatever kind it is.</summary>
    public static int CountIn(string file, IReadOnlyList<string> words)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var text = reader.ReadToEnd();
        return words.Sum(word => text.Split(word, StringSplitOptions.None).Length - 1);
    }

    private static long Number(string file, string sql) => Run(file, sql, command => (long)command.ExecuteScalar()!);

    private static IReadOnlyList<string> Texts(string file, string sql) => Run(file, sql, command =>
    {
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    });

    private static T Run<T>(string file, string sql, Func<SqliteCommand, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 10,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return read(command);
    }
}
