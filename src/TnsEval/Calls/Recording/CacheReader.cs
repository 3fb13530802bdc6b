using Microsoft.Data.Sqlite;

namespace TnsEval.Calls.Recording;

/// <summary>One connection with its prepared query; one thread at a time has it.</summary>
internal sealed class CacheReader : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteParameter _request;
    private readonly SqliteParameter _model;
    private readonly SqliteParameter _repeat;

    public CacheReader(SqliteConnection connection)
    {
        _connection = connection;
        _find = connection.CreateCommand();
        _find.CommandText = "SELECT answer FROM answers WHERE request = $request AND model = $model AND repeat = $repeat";
        _request = _find.Parameters.Add("$request", SqliteType.Blob);
        _model = _find.Parameters.Add("$model", SqliteType.Text);
        _repeat = _find.Parameters.Add("$repeat", SqliteType.Integer);
    }

    public byte[]? Find(CacheKey key)
    {
        lock (_lock)
        {
            (_request.Value, _model.Value, _repeat.Value) = (Convert.FromHexString(key.Request), key.Model, key.Repeat);
            return (byte[]?)_find.ExecuteScalar();
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }
}
