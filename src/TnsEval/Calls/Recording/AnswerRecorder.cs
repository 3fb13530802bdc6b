using Microsoft.Extensions.AI;
using TnsEval.Runs;

namespace TnsEval.Calls.Recording;

/// <summary>Keeps the answers of one run: all of them in a cassette where one is asked for, and in the cache those that came to an assessment.</summary>
internal sealed class AnswerRecorder : IDisposable
{
    private readonly RunSetup _setup;
    private readonly CassetteWriter? _cassette;

    private AnswerRecorder(RunSetup setup, CassetteWriter? cassette) => (_setup, _cassette) = (setup, cassette);

    /// <summary>Opens what the run's settings ask for; a recorder that keeps nothing when they ask for nothing.</summary>
    public static AnswerRecorder Open(RunSetup setup, RunFolder folder) =>
        new(setup, setup.CassettePath is null ? null : CassetteWriter.Open(folder.RecordingPath));

    /// <summary>A recorder for one that has no run folder: it keeps what belongs in the cache, and notes all answers where the run is recorded elsewhere.</summary>
    public static AnswerRecorder WithoutFolder(RunSetup setup) => new(setup, cassette: null);

    /// <summary>The model's client, through which the classifier must ask.</summary>
    public IChatClient Around(IChatClient client) =>
        _setup.Options.Record is null && _setup.Cache is null ? client : new RecordingChatClient(client, _setup.Model.Name, _setup.Cache);

    /// <summary>Keeps the answers for a case; before its record is journaled, so that a journaled case is always recorded.</summary>
    /// <exception cref="RunStoppedException">The recording cannot be written.</exception>
    public async ValueTask KeepAsync(CallTrace trace, CaseRecord record)
    {
        try
        {
            _cassette?.Append(trace, _setup.Model.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunStoppedException($"the recording cannot be written: {e.Message}");
        }

        if (record.Outcome == OutcomeKind.Assessed)   // a refusal or a malformed answer is worth another try the next time
        {
            await KeepAssessedAsync(trace);
        }
    }

    /// <summary>Puts the answers for a case that came to an assessment in the cache, where there is one.</summary>
    public async ValueTask KeepAssessedAsync(CallTrace trace)
    {
        if (_setup.Cache is not { } cache)
        {
            return;
        }

        foreach (var exchange in trace.Exchanges.Where(exchange => !exchange.IsCached))
        {
            await cache.StoreAsync(new CacheKey(_setup.Model.Name, trace.Repeat, exchange.RequestIdentity), RecordedAnswer.Of(exchange.Response));
        }
    }

    /// <summary>Writes what the cache has yet to write; also when the run stops early.</summary>
    public Task FlushAsync() => _setup.Cache?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>Writes the cassette of a run that came to its end.</summary>
    /// <exception cref="IOException">It cannot be written; the run can be resumed to try again.</exception>
    public void WriteCassette() => _cassette?.MoveTo(_setup.CassettePath!, _setup.Cases);

    /// <inheritdoc />
    public void Dispose() => _cassette?.Dispose();
}
