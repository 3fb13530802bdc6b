using System.Diagnostics.Tracing;
using System.Globalization;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TnsEval.Telemetry;

namespace TnsEval.Cli;

/// <summary>
/// Sends spans and measurements to an OTLP collector where the environment names one. The SDK reads the standard OTEL_ variables itself. Its assemblies are loaded
/// only then, so that other runs start without them.
/// </summary>
internal static class OtlpExport
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string TimeoutVariable = "OTEL_EXPORTER_OTLP_TIMEOUT";

    /// <summary>A run does not wait longer for its collector unless it is told to, and never ends otherwise because of it.</summary>
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    /// <summary>Begins; disposing sends what is left. Null when no collector is named.</summary>
    public static IDisposable? Start(CommandContext context)
    {
        if (context.ReadVariable(EndpointVariable) is not { Length: > 0 } endpoint)
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            context.Error.WriteLine($"{EndpointVariable}: is no http or https address, so nothing is exported. Write one such as http://localhost:4317.");
            return null;
        }

        return StartProviders(context.Error, Limit(context.ReadVariable(TimeoutVariable)));
    }

    /// <summary>Who says how long an export may take says how long a run waits for its last one.</summary>
    private static TimeSpan Limit(string? milliseconds) =>
        int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? TimeSpan.FromMilliseconds(limit) : FlushLimit;

    [MethodImpl(MethodImplOptions.NoInlining)]   // so that its types are not looked for where nothing is exported
    private static Providers StartProviders(TextWriter error, TimeSpan limit) => new(error, limit);

    private sealed class Providers : IDisposable
    {
        private readonly TextWriter _error;
        private readonly TimeSpan _limit;
        private readonly ExportFailures _failures = new();
        private readonly TracerProvider _traces;
        private readonly MeterProvider _metrics;

        public Providers(TextWriter error, TimeSpan limit)
        {
            (_error, _limit) = (error, limit);
            var version = typeof(OtlpExport).Assembly.GetName().Version?.ToString(3);
            var resource = ResourceBuilder.CreateEmpty().AddService("tnseval", serviceVersion: version).AddTelemetrySdk().AddEnvironmentVariableDetector();
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Signals.Name).AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Signals.Name).AddOtlpExporter().Build();
        }

        public void Dispose()
        {
            var limit = (int)_limit.TotalMilliseconds;
            var ended = Task.WaitAll([End(_traces, () => _traces.Shutdown(limit)), End(_metrics, () => _metrics.Shutdown(limit))], _limit);
            if (!ended || _failures.Any)
            {
                _error.WriteLine($"{EndpointVariable}: not all spans and measurements could be delivered there; the run itself is whole. Check the address and OTEL_EXPORTER_OTLP_PROTOCOL.");
            }

            _failures.Dispose();
        }

        /// <summary>Both at once, and left behind when the time is over: disposing waits for a limit of its own.</summary>
        private static Task End(IDisposable provider, Func<bool> shutDown) => Task.Run(() =>
        {
            shutDown();
            provider.Dispose();
        });
    }

    /// <summary>The exporter tells of failures in no other way.</summary>
    private sealed class ExportFailures : EventListener
    {
        private volatile bool _any;

        public bool Any => _any;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
            {
                EnableEvents(eventSource, EventLevel.Warning);   // as such a refused connection is told
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => _any = true;
    }
}
