using System.Diagnostics;
using System.Reflection;

namespace TnsEval.Plugins;

/// <summary>Puts an exception that left plugin code into words.</summary>
internal static class PluginFailure
{
    /// <summary>
    /// The exception's type and the first method outside the framework that it came through, but not its message, which may quote a key or
    /// a ticket. The messages of failed assembly loads are the runtime's, hold names and versions, and are what one needs to know.
    /// </summary>
    public static string Describe(Exception exception)
    {
        var cause = exception;
        while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        if (cause is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or MissingMemberException)
        {
            return $"{cause.GetType().FullName}: {cause.Message.TrimEnd('.')}";
        }

        var method = new StackTrace(cause).GetFrames().Select(DiagnosticMethodInfo.Create).FirstOrDefault(IsOutsideFramework);
        return method is null ? cause.GetType().FullName! : $"{cause.GetType().FullName} in {method.DeclaringTypeName}.{method.Name}";
    }

    private static bool IsOutsideFramework(DiagnosticMethodInfo? method) =>
        method is not null && !HostAssemblies.IsFramework(new AssemblyName(method.DeclaringAssemblyName).Name!);
}
