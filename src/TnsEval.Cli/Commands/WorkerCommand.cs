using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TnsEval.Cli.Output;
using TnsEval.Runs;
using TnsEval.Workers;
using TnsEval.Workers.Working;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval worker</c>: makes calls for runs that are coordinated elsewhere.</summary>
internal sealed class WorkerCommand(CommandContext context)
{
    private const int LongestName = 80;

    private readonly Option<string> _queue = new("--queue") { Description = "The RabbitMQ broker that runs are offered at: an AMQP URI, or the name of an environment variable that holds one", HelpName = "uri", Required = true };
    private readonly Option<string?> _pool = Pool();
    private readonly Option<int?> _concurrency = new("--concurrency") { CustomParser = OptionRules.WholeNumber, Description = "Calls at once at most, whatever share a run gives", HelpName = "n" };
    private readonly Option<string?> _name = new("--name") { Description = "How it is called in the run's messages. Default: the machine and the process", HelpName = "name" };
    private readonly Option<bool> _once = new("--once") { Description = "End after one run" };

    public static Command Create(CommandContext context)
    {
        var worker = new WorkerCommand(context);
        worker._concurrency.Validators.Add(OptionRules.AtLeastOne);
        var command = new Command("worker", "Make calls for runs that are started with --workers, with the plugins and keys of this machine. Example: tnseval worker --queue amqp://user:password@broker/")
        {
            worker._queue, worker._pool, worker._concurrency, worker._name, worker._once,
        };
        command.SetAction(worker.InvokeAsync);
        return command;
    }

    /// <summary>The option that both sides have.</summary>
    internal static Option<string?> Pool() => new("--pool") { Description = "Only workers of this pool are offered a run that names it, and no other run. Default: that of all who name none", HelpName = "name" };

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var export = OtlpExport.Start(context);
        var workspace = Workspace.Open(context);
        var name = parsed.GetValue(_name) ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");
        if (name.Length is 0 or > LongestName || name.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
        {
            workspace.Problems.Add(new Problem(_name.Name, $"is not a name of 1 to {LongestName} characters without white space", "Write one such as gpu-3"));
        }

        return await WorkAsync(parsed, workspace, name, cancellationToken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> WorkAsync(ParseResult parsed, Workspace workspace, string name, CancellationToken cancellationToken)
    {
        var broker = WorkersBroker.Read(parsed.GetValue(_queue)!, _queue.Name, parsed.GetValue(_pool) ?? WorkersBroker.DefaultPool, context.ReadVariable, workspace.Problems);
        if (broker is null || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var options = new WorkerOptions
        {
            Plugins = workspace.OpenPlugins(parsed),
            Name = name,
            WorkingDirectory = context.WorkingDirectory,
            CacheFile = workspace.Settings.Resolve(workspace.Settings.CacheFile),
            ReadVariable = context.ReadVariable,
            Cap = parsed.GetValue(_concurrency),
            Once = parsed.GetValue(_once),
            Time = context.Time,
        };
        await using var worker = new Worker(broker, options, new RunNotes(Say, parsed.GetValue(GlobalOptions.Verbose) ? Say : _ => { }));
        try
        {
            return await worker.RunAsync(cancellationToken) == WorkerEnd.Refused ? ExitCode.BadInput : ExitCode.Ok;
        }
        catch (RunStoppedException e)
        {
            Say($"Worker {name}: {e.Message.TrimEnd('.')}. {e.Fix.TrimEnd('.')}.");
            return ExitCode.Infrastructure;
        }
        finally
        {
            if (parsed.GetValue(GlobalOptions.Json))
            {
                await context.Out.WriteLineAsync(Json(name, worker.Worked).ToJsonString(JsonText.Indented));
            }
        }
    }

    private void Say(string line) => context.Error.WriteLine(Printable.Line(line));

    private static JsonObject Json(string name, IEnumerable<WorkedRun> worked) => new()
    {
        ["worker"] = name,
        ["runs"] = new JsonArray([.. worked.Select(run => new JsonObject { ["runId"] = run.Run, ["cases"] = run.Cases, ["givenBack"] = run.GivenBack })]),
    };
}
