using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service.Operations;

/// <summary>
/// Sends measurements to an OTLP collector where the environment names one. The SDK reads the standard OTEL_ variables itself.
/// </summary>
internal static class MetricsExport
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Begins; disposing sends what is left. Null when no collector is named, or what is named is no address, which is told.</summary>
    public static IDisposable? Start(string? endpoint, TextWriter error)
    {
        if (string.IsNullOrEmpty(endpoint))
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            error.WriteLine(
                $"{EndpointVariable}: is no http or https address, so nothing is exported. Write one such as http://localhost:4317.");
            return null;
        }

        var version = typeof(MetricsExport).Assembly.GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateEmpty().AddService("tnstriage", serviceVersion: version).AddTelemetrySdk().AddEnvironmentVariableDetector();
        return Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(WebhookMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter()
            .Build();
    }
}
