using System.CommandLine;
using System.CommandLine.Invocation;
using TnsEval.Cli.Commands;
using TnsEval.Runs;

namespace TnsEval.Cli;

/// <summary>The root command, and the one place that turns exceptions into exit codes.</summary>
internal static class TnsEvalCommand
{
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CommandContext context, CancellationToken cancellationToken = default)
    {
        var parsed = Root(context).Parse(args);
        var configuration = new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (parsed.Action is ParseErrorAction parseError)
        {
            // The errors and what may have been meant, and the help only where a command is missing; all of it on standard error.
            parseError.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
            configuration.Output = context.Error;
            await parsed.InvokeAsync(configuration, cancellationToken);
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (RunFolderException e)
        {
            context.Error.WriteLine(e.Message);
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file or folder that cannot be used, or standard output that is full or closed; standard error may be too.
            TryWrite(context.Error, $"{e.Message.TrimEnd('.')}. Check the path, its permissions and the space left.");
            return ExitCode.Infrastructure;
        }
    }

    /// <summary>Every command with its options.</summary>
    internal static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Measures trust-and-safety prompts: false alarms and misses over labelled tickets.")
        {
            RunCommand.Create(context),
            WorkerCommand.Create(context),
            CompareCommand.Create(context),
            ShowCommand.Create(context),
            RescoreCommand.Create(context),
            SweepCommand.Create(context),
            ReportCommand.Create(context),
            MergeCommand.Create(context),
            GateCommand.Create(context),
            PromoteCommand.Create(context),
            PromptsCommand.Create(context),
            SetsCommand.Create(context),
            PluginsCommand.Create(context),
            BatchCommand.Create(context),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        return root;
    }

    private static void TryWrite(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody is left to be told; the exit code says it.
        }
    }
}
