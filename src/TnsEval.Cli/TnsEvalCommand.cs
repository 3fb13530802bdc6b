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
        var root = new RootCommand("Measures trust-and-safety prompts: false alarms and misses over labelled tickets.")
        {
            RunCommand.Create(context),
            ShowCommand.Create(context),
            RescoreCommand.Create(context),
            PromptsCommand.Create(context),
            SetsCommand.Create(context),
            PluginsCommand.Create(context),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction parseError)
        {
            // The errors and what was meant, not the whole help.
            parseError.ShowHelp = false;
            parseError.Invoke(parsed);
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false }, cancellationToken);
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
    }
}
