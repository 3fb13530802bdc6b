using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsEval.Workers.Faults;

/// <summary>Lines of an eval set.</summary>
internal static class EvalLine
{
    /// <summary>One in seven has the label that the model will not give, so that a summary has misses and false alarms to get wrong.</summary>
    public static string Of(Ticket ticket, int number)
    {
        var isAlarm = ticket is Ticket.Danger or Ticket.Fraud;
        var isPositive = number % 7 == 0 ? !isAlarm : isAlarm;
        return new JsonObject
        {
            ["id"] = Id(number),
            ["subject"] = "A question",
            ["body"] = TicketText.Of(ticket, number),
            ["language"] = "en",
            ["label"] = isPositive ? "escalate" : "benign",
            ["categories"] = isPositive ? new JsonArray(ticket == Ticket.Fraud ? "payment_fraud" : "child_safety") : new JsonArray(),
            ["severity"] = isPositive ? "high" : "none",
            ["stress"] = isPositive ? new JsonArray() : new JsonArray("hn_access_routine"),
            ["pair"] = null,
            ["why"] = "made for the bench",
        }.ToJsonString();
    }

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"t-{number:000000}");
}
