using System.Runtime.CompilerServices;
using TnsEval.Cli.Output;
using TnsEval.Runs;
using TnsEval.Workers;
using TnsEval.Workers.Coordinating;

namespace TnsEval.Cli.Commands;

/// <summary>
/// The workers of <c>tnseval run --workers</c>. What it needs of the broker's client is named in methods that nobody calls without the option, so that other runs start
/// without loading it.
/// </summary>
internal sealed class RunWorkers
{
    private readonly CommandContext _context;
    private readonly object _broker;

    private RunWorkers(CommandContext context, object broker) => (_context, _broker) = (context, broker);

    /// <summary>Null when the address is none, and why is among the problems.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static RunWorkers? Read(string address, string? pool, CommandContext context, Workspace workspace) =>
        WorkersBroker.Read(address, "--workers", pool ?? WorkersBroker.DefaultPool, context.ReadVariable, workspace.Problems) is { } broker ? new RunWorkers(context, broker) : null;

    /// <summary>Whether the broker can be used; if not, why was written.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Broker.CheckAsync(new RunNotes(line => _context.Error.WriteLine(Printable.Line(line)), _ => { }), _context.Time, cancellationToken);
            return true;
        }
        catch (RunStoppedException e)
        {
            await _context.Error.WriteLineAsync(Printable.Line($"--workers: {e.Message.TrimEnd('.')}. {e.Fix}."));
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<ICasesElsewhere> BeginAsync(RunManifest manifest, RunSetup setup, ProgressDisplay display, bool isVerbose, CancellationToken cancellationToken) =>
        await RemoteRun.BeginAsync(Broker, manifest, setup, new RunNotes(display.Say, isVerbose ? display.Say : _ => { }), cancellationToken);

    private WorkersBroker Broker => (WorkersBroker)_broker;
}
