using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// The coordinator's side of one run: publishes cases as the run opens them and gives their results back to it. All that counts is the run's journal: what is in the queues
/// may be lost or come twice, and nothing changes.
/// </summary>
public sealed class RemoteRun : ICasesElsewhere, ITicketClassifier
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly RunSetup _setup;
    private readonly RunNotes _notes;
    private readonly Guid _session = Guid.NewGuid();
    private readonly RunQueues _queues;
    private readonly RunClaim _claim;
    private readonly BrokerConnection _connection;
    private readonly Loops _loops;
    private readonly OpenJobs _open = new();
    private readonly Members _members;
    private readonly MemberMail _mail;
    private readonly JobPublisher _publisher;
    private readonly JobEstimate _estimate;
    private readonly ResultCounts _counts = new();
    private readonly ResultIntake _results;
    private readonly Pulse _pulse;
    private CancellationTokenRegistration _stopping;

    private RemoteRun(WorkersBroker broker, RunManifest manifest, RunSetup setup, RunNotes notes)
    {
        (_setup, _notes, _queues) = (setup, notes, new RunQueues(manifest.Id));
        var time = setup.Time;
        _claim = new RunClaim(_queues, broker);
        _connection = new BrokerConnection(broker.Address, $"tnseval run {manifest.Id}", PrepareAsync, time, NullLogger.Instance);
        _loops = new Loops(_connection, time, _open.Stop);
        _members = new Members(setup.Options.Concurrency.Most, time);
        _estimate = new JobEstimate(setup);
        var offer = new Offer
        {
            Session = _session,
            Manifest = manifest,
            Prompt = setup.Prompt.Version.Definition,
            Wanted = Facts.Of(setup.Prompt.Version, setup.Model),
            Price = setup.Price,
        };
        var standstill = new Standstill(time);
        _mail = new MemberMail(_connection, broker.Lobby, offer, _members, _open, _counts, notes, time);
        _publisher = new JobPublisher(_connection, _queues.Jobs, _open, standstill, time, _loops.Over);
        _results = new ResultIntake(_session, _open, standstill, setup.Calls.Budget, _counts, notes);
        _pulse = new Pulse(_connection, _mail, new LostJobs(_connection, _queues, _open, _members, _publisher, standstill, notes), _open, notes, time);
    }

    /// <inheritdoc />
    public ITicketClassifier Classifier => this;

    /// <inheritdoc />
    public ElsewhereStatus Status => _members.Status;

    /// <summary>Connects, takes the run for this process alone, empties what an earlier coordinator left, and begins to look for workers.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="manifest">The run.</param>
    /// <param name="setup">What it needs.</param>
    /// <param name="notes">Is told what people should hear.</param>
    /// <param name="cancellationToken">Ends the wait for a connection, and later winds the run down: no job is begun any more.</param>
    /// <exception cref="RunFolderException">Another coordinator works on this run.</exception>
    /// <exception cref="RunStoppedException">The broker cannot be used.</exception>
    public static async Task<RemoteRun> BeginAsync(WorkersBroker broker, RunManifest manifest, RunSetup setup, RunNotes notes, CancellationToken cancellationToken)
    {
        var run = new RemoteRun(broker, manifest, setup, notes);
        try
        {
            await run.BeginAsync(cancellationToken);
            return run;
        }
        catch (Exception e)
        {
            await run.DisposeAsync();
            throw e switch
            {
                BrokerRefusedException when run._claim.IsOfAnother => new RunFolderException(
                    $"{manifest.Id}: another coordinator works on this run at {broker.Address}. Wait for it, or stop it; one that lost its connection is forgotten after 20 s."),
                BrokerRefusedException refused => WorkersBroker.StoppedBy(refused),
                BrokerUnavailableException unavailable => new RunStoppedException(unavailable.Message, "Start it, or correct --workers"),
                _ => e,
            };
        }
    }

    /// <inheritdoc />
    public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
    {
        var trace = CallTrace.Current ?? throw new InvalidOperationException("a case is classified outside its trace");
        var job = new CaseJob(_session, trace.Case, trace.Repeat, trace.Perturbation, ticket);
        var letter = Letter.Of(LetterKinds.Job, job, WorkersJson.Lines.CaseJob, _session);
        if (letter.IsTooLong)
        {
            throw new RunStoppedException($"case {trace.Case} is longer than the {Letter.LongestBody / 1024 / 1024} MiB that are sent to workers", "Leave it out of the set, or run without --workers");
        }

        var budget = _setup.Calls.Budget;
        var estimate = budget is null ? default : _estimate.Of(ticket);
        await (budget?.ReserveAsync(estimate, cancellationToken) ?? Task.CompletedTask);
        var open = _open.Open(job.Key, letter);
        try
        {
            _ = _publisher.PublishAsync(open);
            var (classification, result) = await open.Answer.Task.WaitAsync(cancellationToken);
            result?.CopyTo(trace);
            return classification;
        }
        finally
        {
            open.Dispose();
            budget?.Settle(estimate, open.Spent);
        }
    }

    /// <inheritdoc />
    public void Journaled(RecordKey key) => _ = _open.Journaled(key)?.AckAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        _open.End(new OperationCanceledException("the run is over"));
        await _loops.DisposeAsync();   // whoever consumes from a queue that is deleted would declare it again
        if (_connection.IsOpen && _claim.WasTaken)
        {
            using var patience = new CancellationTokenSource(EndPatience, _setup.Time);
            await EndSessionAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _mail.DisposeAsync();
        await _publisher.DisposeAsync();
        await _connection.DisposeAsync();
        if (_counts.ToString() is { Length: > 0 } counts)
        {
            _notes.Detail($"Workers: {counts}.");
        }
    }

    /// <summary>On each connection.</summary>
    private async Task PrepareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await _claim.TakeAsync(connection, cancellationToken);
        _members.DoubtMail();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _connection.GetAsync(WorkersBroker.FirstPatience, cancellationToken);
        await RunQueues.EmptyAsync(_connection, _queues.All, cancellationToken);
        _loops.Consume(_queues.Coordinator, prefetch: 100, _mail.TakeAsync);
        _loops.Consume(_queues.Results, prefetch: 1000, _results.TakeAsync);
        _loops.Consume(_queues.Dead, prefetch: 100, _results.TakeDeadAsync);
        _loops.Start(_pulse.RunAsync);
        _stopping = cancellationToken.Register(() => _loops.Start(WindDownAsync));
    }

    /// <summary>The user stopped the run: what nobody has begun is taken back, and calls under way may still come to their answers.</summary>
    private async Task WindDownAsync(CancellationToken over)
    {
        try
        {
            await _mail.CloseAsync();
            if (_connection.IsOpen)
            {
                await RunQueues.EmptyAsync(_connection, [_queues.Jobs, _queues.Suspects], over);
            }

            while (!_members.AreIdle)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), _setup.Time, over);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), _setup.Time, over);   // the last results are on their way
        }
        catch (BrokerUnavailableException)
        {
            return;   // the run's own grace period ends it
        }

        _open.End(new OperationCanceledException("the run was stopped"));
    }

    private async Task EndSessionAsync(CancellationToken cancellationToken)
    {
        await _mail.SayOverAsync();
        await _queues.DeleteAsync(_connection, cancellationToken);
    }
}
