using System.Diagnostics.Metrics;

namespace TnsTriage.Service.Webhooks;

/// <summary>Counts requests to webhook addresses by what became of them.</summary>
internal sealed class WebhookMeter(IMeterFactory meters)
{
    public const string Name = "TnsTriage.Service";

    private readonly Counter<long> _requests = meters.Create(Name).CreateCounter<long>(
        "tnstriage.webhooks", unit: "{request}", description: "Requests to webhook addresses, by scheme and result");

    public void Count(string scheme, WebhookResult result) =>
        _requests.Add(1, new KeyValuePair<string, object?>("scheme", scheme), new KeyValuePair<string, object?>("result", WireName<WebhookResult>.Of(result)));
}
