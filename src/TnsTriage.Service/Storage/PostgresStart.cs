namespace TnsTriage.Service.Storage;

/// <summary>The database at the start of the service: waited for while it may yet come, and brought up to date.</summary>
internal sealed partial class PostgresStart(PostgresDatabase database, PostgresOptions options, TimeProvider time, ILogger<PostgresStart> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Ends when the tables can be used.</summary>
    /// <exception cref="InfrastructureException">They cannot, and waiting does not help, or has not helped.</exception>
    public async Task RunAsync(PostgresSchema schema, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            try
            {
                await database.PrepareAsync(schema, mayBegin: true);
                return;
            }
            catch (StorageUnavailableException e)
            {
                var left = options.StartPatience - time.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    throw new InfrastructureException(
                        new Problem(PostgresDatabase.Setting, $"{e.Message}, for {options.StartPatience} now", "Start the server, or correct Host and Port"), e);
                }

                pause = pause < left ? pause : left;
                LogWaits(logger, e.Message, pause, options.StartPatience);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The service waits with its start. {Why}; again in {Wait}, and for {Patience} in all")]
    private static partial void LogWaits(ILogger logger, string why, TimeSpan wait, TimeSpan patience);
}
