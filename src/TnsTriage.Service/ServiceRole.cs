namespace TnsTriage.Service;

/// <summary>What <c>TnsTriage:Role</c> may say.</summary>
internal static class ServiceRole
{
    /// <summary>Takes webhooks and triages.</summary>
    public const string All = "all";

    /// <summary>Takes webhooks and queues what they tell; needs neither ledger nor model nor policy.</summary>
    public const string Receiver = "receiver";

    /// <summary>Triages, and takes no webhooks.</summary>
    public const string Worker = "worker";

    public static bool IsReceiver(string role) => role.Equals(Receiver, StringComparison.OrdinalIgnoreCase);

    public static bool IsWorker(string role) => role.Equals(Worker, StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<Problem> Check(string role) =>
        role.Equals(All, StringComparison.OrdinalIgnoreCase) || IsReceiver(role) || IsWorker(role)
            ? []
            : [new Problem($"{TriageOptions.Section}:{nameof(TriageOptions.Role)}", $"\"{role}\" is none of {All}, {Receiver}, {Worker}", "Write one of them")];
}
