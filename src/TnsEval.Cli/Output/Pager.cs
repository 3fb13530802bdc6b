using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace TnsEval.Cli.Output;

/// <summary>The program that people read long text in: what PAGER names, or else less.</summary>
internal sealed class Pager
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    private readonly string _command;
    private readonly bool _isChosen;
    private readonly string _folder;

    private Pager(string? chosen, string folder) =>
        (_isChosen, _command, _folder) = (!string.IsNullOrWhiteSpace(chosen), string.IsNullOrWhiteSpace(chosen) ? "less -R" : chosen, folder);

    /// <summary>Whether it shows colours as such: <c>less</c> does, of others we cannot know.</summary>
    public bool ShowsColours => Path.GetFileName(_command.Split(' ')[0]) == "less";

    /// <summary>What to tell when it could not be opened.</summary>
    public string Absence => _isChosen
        ? $"The pager that PAGER names ({Printable.Line(_command)}) cannot be started; shown here instead."
        : "There is no pager: install less, or name one in PAGER; shown here instead.";

    public static Pager Of(CommandContext context) => new(context.ReadVariable("PAGER"), context.WorkingDirectory);

    /// <summary>Opens it, writes to it and waits until it is closed, which may be before all was read.</summary>
    /// <returns>False when there is no such program.</returns>
    public async Task<bool> ShowAsync(Action<TextWriter> write, CancellationToken cancellationToken)
    {
        using var process = Start();
        if (process is null)
        {
            return false;
        }

        try
        {
            await using var input = new StreamWriter(process.StandardInput.BaseStream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            write(input);
        }
        catch (IOException)
        {
            // It was closed before it had read everything.
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode is not (NotFound or NotExecutable);
    }

    private Process? Start()
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/d", "/c", _command]) : new ProcessStartInfo("/bin/sh", ["-c", _command]);
        (start.RedirectStandardInput, start.UseShellExecute, start.WorkingDirectory) = (true, false, _folder);
        start.Environment.TryAdd("LESS", "R");   // so that a plain less shows colours too
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
