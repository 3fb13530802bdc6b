using System.Runtime.InteropServices;
using TnsEval.Cli;

// The first signal asks the command to stop and tidy up; the second ends the process as if nobody listened.
using var stop = new CancellationTokenSource();
PosixSignal? received = null;
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var exitCode = await TnsEvalCommand.InvokeAsync(args, CommandContext.OfProcess(), stop.Token);
return exitCode == ExitCode.Cancelled && received == PosixSignal.SIGTERM ? ExitCode.Terminated : exitCode;

void Stop(PosixSignalContext signal)
{
    if (received is null)
    {
        received = signal.Signal;
        signal.Cancel = true;
        stop.Cancel();
    }
}
