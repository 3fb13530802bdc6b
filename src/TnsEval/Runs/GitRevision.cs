using System.ComponentModel;
using System.Diagnostics;

namespace TnsEval.Runs;

/// <summary>Asks git where a folder stands, so that a run can be traced to the files it used.</summary>
public static class GitRevision
{
    /// <summary>The commit, with <c>+changes</c> when tracked files differ from it; null without git or outside a repository.</summary>
    public static string? Of(string folder)
    {
        var revision = Git(folder, "rev-parse", "HEAD");
        return revision is null || Git(folder, "status", "--porcelain", "--untracked-files=no") is not { Length: > 0 } ? revision : $"{revision}+changes";
    }

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) 
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
