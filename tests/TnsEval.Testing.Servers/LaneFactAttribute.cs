using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TnsEval.Testing;

/// <summary>
/// A test that may need a server, in a contract that several classes inherit or in a class of its own: whether it does, and is skipped, says the
/// <see cref="NeedsServerAttribute"/> of the class that is run, or of the method.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TnsEval.Testing.LaneFactDiscoverer", "TnsEval.Testing.Servers")]
public sealed class LaneFactAttribute : FactAttribute;

/// <summary>The same with rows of data; skipped, it is one test.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TnsEval.Testing.LaneTheoryDiscoverer", "TnsEval.Testing.Servers")]
public sealed class LaneTheoryAttribute : TheoryAttribute;

/// <summary>Makes xunit's tests out of <see cref="LaneFactAttribute"/>; xunit finds it by name.</summary>
public sealed class LaneFactDiscoverer(IMessageSink diagnosticMessageSink) : FactDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        AbsentServerTestCase.Of(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}

/// <summary>Makes xunit's tests out of <see cref="LaneTheoryAttribute"/>; xunit finds it by name.</summary>
public sealed class LaneTheoryDiscoverer(IMessageSink diagnosticMessageSink) : TheoryDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        AbsentServerTestCase.Of(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that is skipped, with the reason in its name: test runners print the name of a skipped test, and its reason only when asked for more.</summary>
internal sealed class AbsentServerTestCase : XunitTestCase
{
    /// <summary>For xunit, which fills it in afterwards.</summary>
    [Obsolete("For deserialization only", error: true)]
    public AbsentServerTestCase()
    {
    }

    private AbsentServerTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    /// <summary>The test in its skipped form; null when nothing is missing.</summary>
    public static AbsentServerTestCase? Of(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        Missing(method) is null
            ? null
            : new AbsentServerTestCase(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => Missing(TestMethod);

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        $"{base.GetDisplayName(factAttribute, displayName)} ({Missing(TestMethod)})";

    private static string? Missing(ITestMethod method) =>
        ((IReflectionTypeInfo)method.TestClass.Class).Type.GetCustomAttributes<NeedsServerAttribute>()
            .Concat(((IReflectionMethodInfo)method.Method).MethodInfo.GetCustomAttributes<NeedsServerAttribute>())
            .Select(needed => Servers.Missing(needed.Server))
            .FirstOrDefault(reason => reason is not null);
}
