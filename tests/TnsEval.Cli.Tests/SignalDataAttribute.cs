using System.Globalization;
using System.Reflection;
using Xunit.Sdk;

namespace TnsEval.Cli.Tests;

/// <summary>A signal to be sent to a child process. Left out where the child would not hear it: a shell makes its background jobs deaf to SIGINT, and their children are so too.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class SignalDataAttribute : DataAttribute
{
    private const string IgnoredSignals = "SigIgn:";
    private readonly object[] _row;

    public SignalDataAttribute(string signal, int number, int exitCode)
    {
        _row = [signal, exitCode];
        Skip = IsIgnored(number) ? $"SIG{signal} is ignored by whoever started the tests: run them in the foreground" : null;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_row];

    private static bool IsIgnored(int number)
    {
        var ignored = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal)) : null;
        return ignored is not null && (ulong.Parse(ignored.AsSpan(IgnoredSignals.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (number - 1))) != 0;
    }
}
