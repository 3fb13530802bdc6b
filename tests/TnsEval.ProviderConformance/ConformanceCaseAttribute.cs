using Xunit.Abstractions;
using Xunit.Sdk;

namespace TnsEval.ProviderConformance;

/// <summary>One case of the suite: a test that counts as skipped, with the reason, for a provider it does not apply to.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TnsEval.ProviderConformance.ConformanceCaseDiscoverer", "TnsEval.ProviderConformance")]
public sealed class ConformanceCaseAttribute : FactAttribute;

/// <summary>Makes xunit's tests out of cases; xunit finds it by name.</summary>
public sealed class ConformanceCaseDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
    [
        new ConformanceTestCase(
            diagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod),
    ];
}

/// <summary>Runs a case, and has xunit told of a skipped test where the case says that it does not apply: xunit 2 has no means of its own for that.</summary>
internal sealed class ConformanceTestCase : XunitTestCase
{
    /// <summary>For xunit, which fills it in afterwards.</summary>
    [Obsolete("For deserialization only", error: true)]
    public ConformanceTestCase()
    {
    }

    public ConformanceTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        using var bus = new NotApplicableBus(messageBus);
        var summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Skipped;
        summary.Skipped += bus.Skipped;
        return summary;
    }

    private sealed class NotApplicableBus(IMessageBus inner) : IMessageBus
    {
        public int Skipped { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestFailed failed && failed.ExceptionTypes.FirstOrDefault() == typeof(NotApplicableException).FullName)
            {
                Skipped++;
                return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
            }

            return inner.QueueMessage(message);
        }

        public void Dispose()
        {
            // The bus inside is xunit's.
        }
    }
}
