using System.Globalization;
using Npgsql;

namespace TnsTriage.Service.Storage;

/// <summary>The configuration section <c>TnsTriage:Postgres</c>. A class and no record: it must not print its password.</summary>
internal sealed class PostgresOptions
{
    /// <summary>What is set on every connection unless the connection string says otherwise, so that nobody waits for ever on anybody.</summary>
    private const string Limits =
        "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s "
        + "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3";

    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);

    /// <summary>As Npgsql reads it: <c>Host=db.example.org;Username=tnstriage;Password=...;Database=tnstriage</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long a server that does not answer is waited for at the start; up to an hour.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The connection string with our defaults under it.</summary>
    /// <exception cref="ArgumentException">It cannot be read. The message may quote it.</exception>
    public NpgsqlConnectionStringBuilder Connection()
    {
        var given = new NpgsqlConnectionStringBuilder(ConnectionString);
        var full = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "TnsTriage",
            Timeout = 5,
            CommandTimeout = 15,      // after the server's own limit: then it is the network that hangs
            MaxPoolSize = 20,         // a call takes milliseconds, and replicas share what the server allows
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
        };
        foreach (var (keyword, value) in given)
        {
            full[keyword] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        full.Options = $"{Limits} {given.Options}".TrimEnd();
        (full.IncludeErrorDetail, full.LogParameters) = (false, false);   // they hold what is stored
        return full;
    }

    /// <summary>Every problem; none when the options can be used. No problem shows the connection string.</summary>
    public IEnumerable<Problem> Check(string section)
    {
        const string Form = "Write Host=db.example.org;Username=...;Password=...;Database=..., and quote a value that holds ; or '";
        var where = $"{section}:{nameof(ConnectionString)}";
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new Problem(where, "is not set", Form);
        }
        else if (ConnectionString.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && ConnectionString.Contains("://", StringComparison.Ordinal))
        {
            yield return new Problem(where, "is a URI", Form);
        }
        else if (!IsReadable(out var hasHost))
        {
            yield return new Problem(where, "cannot be read", Form);
        }
        else if (!hasHost)
        {
            yield return new Problem(where, "names no Host", Form);
        }

        if (StartPatience < TimeSpan.Zero || StartPatience > LongestPatience)
        {
            yield return new Problem(
                $"{section}:{nameof(StartPatience)}", $"{StartPatience} is not between {TimeSpan.Zero} and {LongestPatience}", "Set a time in between");
        }
    }

    private bool IsReadable(out bool hasHost)
    {
        try
        {
            hasHost = !string.IsNullOrWhiteSpace(Connection().Host);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            hasHost = false;
            return false;
        }
    }
}
