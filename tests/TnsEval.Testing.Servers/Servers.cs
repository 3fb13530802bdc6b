namespace TnsEval.Testing;

/// <summary>A server that tests of the lane <c>services</c> share; each test keeps to a prefix, schema or database of its own and deletes it.</summary>
public enum Server
{
    /// <summary>TNSEVAL_RABBITMQ is its AMQP URI.</summary>
    RabbitMq,

    /// <summary>TNSEVAL_POSTGRES is its Npgsql connection string.</summary>
    Postgres,
}

/// <summary>Where the servers are.</summary>
public static class Servers
{
    /// <summary>The AMQP URI.</summary>
    public static string RabbitMq => Address(Server.RabbitMq);

    /// <summary>The connection string.</summary>
    public static string Postgres => Address(Server.Postgres);

    /// <summary>Why a server cannot be used; null when it is named. One that is named and does not answer fails its tests.</summary>
    public static string? Missing(Server server) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable(server)))
            ? $"no {(server == Server.RabbitMq ? "RabbitMQ" : "PostgreSQL")}: set {Variable(server)}, as tests/services/up.sh does"
            : null;

    private static string Address(Server server) =>
        Missing(server) is { } reason ? throw new InvalidOperationException(reason) : Environment.GetEnvironmentVariable(Variable(server))!;

    private static string Variable(Server server) => server == Server.RabbitMq ? "TNSEVAL_RABBITMQ" : "TNSEVAL_POSTGRES";
}
