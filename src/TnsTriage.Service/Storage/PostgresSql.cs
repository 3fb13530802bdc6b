using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace TnsTriage.Service.Storage;

/// <summary>Statements and their values. Each value says its type, null or not, so that a statement is prepared once.</summary>
internal static class PostgresSql
{
    public static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    public static NpgsqlParameter Value(string name, string? value) => Of(name, NpgsqlDbType.Text, value is null ? null : Storable(value));

    public static NpgsqlParameter Value(string name, IEnumerable<string?> values) =>
        Of(name, NpgsqlDbType.Array | NpgsqlDbType.Text, values.Select(value => value is null ? null : Storable(value)).ToArray());

    public static NpgsqlParameter Json(string name, string value) => Of(name, NpgsqlDbType.Jsonb, value);

    public static NpgsqlParameter Jsons(string name, IEnumerable<string> values) => Of(name, NpgsqlDbType.Array | NpgsqlDbType.Jsonb, values.ToArray());

    public static NpgsqlParameter Value(string name, long? value) => Of(name, NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Value(string name, bool value) => Of(name, NpgsqlDbType.Boolean, value);

    public static NpgsqlParameter Value(string name, DateTimeOffset value) => Of(name, NpgsqlDbType.TimestampTz, value.ToUniversalTime());

    public static NpgsqlParameter Value(string name, TimeSpan value) => Of(name, NpgsqlDbType.Interval, value);

    public static NpgsqlParameter Value(string name, Guid value) => Of(name, NpgsqlDbType.Uuid, value);

    private static NpgsqlParameter Of(string name, NpgsqlDbType type, object? value) => new(name, type) { Value = value ?? DBNull.Value };

    /// <summary>PostgreSQL stores no NUL and no half of a surrogate pair; either becomes the replacement character, as in other encodings.</summary>
    private static string Storable(string value) => value.Any(static character => character == '\0' || char.IsSurrogate(character))
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)).Replace('\0', '\uFFFD')
        : value;
}
