namespace TnsEval.Cli;

/// <summary>The exit codes of every command; scripts and CI rely on them.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A limit of the gate is broken.</summary>
    public const int GateFailed = 1;

    public const int BadInput = 2;

    /// <summary>No limit of the gate is broken, and the data cannot tell whether all are kept.</summary>
    public const int Inconclusive = 3;

    /// <summary>A provider, a disk or credentials failed: the figures are missing, not bad.</summary>
    public const int Infrastructure = 4;

    /// <summary>Ctrl-C: 128 and the signal's number.</summary>
    public const int Cancelled = 130;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
