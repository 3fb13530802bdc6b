using System.Net.Sockets;
using Npgsql;

namespace TnsTriage.Service.Storage;

/// <summary>What an error of PostgreSQL or of the way to it means for us, in words without content.</summary>
/// <param name="Reason">For an operator.</param>
/// <param name="Heals">Whether waiting may help. What does not is a mistake of configuration.</param>
/// <param name="IsBrief">Whether the same call may well succeed in a moment: a lost connection, a deadlock.</param>
internal sealed record PostgresFault(string Reason, bool Heals = true, bool IsBrief = false)
{
    /// <summary>Reads an exception; null when it is no fault of the store but a bug of ours, such as a constraint that is broken.</summary>
    public static PostgresFault? Of(NpgsqlException e) => e switch
    {
        PostgresException answer => Of(answer.SqlState),
        { InnerException: SocketException socket } => new($"cannot be reached ({socket.SocketErrorCode})", IsBrief: true),
        { InnerException: TimeoutException } => new("does not answer in time, or more callers wait for a connection than there are connections"),
        { InnerException: IOException } => new("the connection was lost", IsBrief: true),
        { InnerException: System.Security.Authentication.AuthenticationException } => new("no encrypted connection could be agreed on", Heals: false),
        _ => new("the connection was not accepted: a password or a form of encryption that it asks for is missing", Heals: false),
    };

    private static PostgresFault? Of(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new("others write the same", IsBrief: true),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new("it is shutting down, or an operator ended the connection", IsBrief: true),
        PostgresErrorCodes.CannotConnectNow => new("it is starting, stopping or recovering", IsBrief: true),
        PostgresErrorCodes.TooManyConnections => new("it has no connection left", IsBrief: true),
        PostgresErrorCodes.DiskFull => new("its disk is full"),
        PostgresErrorCodes.QueryCanceled => new("a statement took too long"),
        PostgresErrorCodes.LockNotAvailable => new("somebody held a lock for too long"),
        PostgresErrorCodes.ReadOnlySqlTransaction => new("it is read-only, as a standby is"),
        PostgresErrorCodes.InvalidPassword => new("it does not accept the password", Heals: false),
        PostgresErrorCodes.InvalidAuthorizationSpecification => new("it does not accept the role, or not from this address", Heals: false),
        PostgresErrorCodes.InvalidCatalogName => new("it has no such database", Heals: false),
        PostgresErrorCodes.InvalidSchemaName => new("the database has no such schema", Heals: false),
        PostgresErrorCodes.InsufficientPrivilege => new("the role may not do what is needed", Heals: false),
        PostgresErrorCodes.UndefinedTable => new("a table of ours is gone", Heals: false),
        ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or ['X', 'X', ..] => new($"error {state}"),
        _ => null,
    };
}
