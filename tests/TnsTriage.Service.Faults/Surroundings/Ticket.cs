namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>What a conversation is about. The stand-in for a model knows it by its words.</summary>
internal enum Ticket
{
    Ordinary,
    Fraud,
    Danger,
}

/// <summary>Texts of tickets.</summary>
internal static class TicketText
{
    /// <summary>Words that decide, and that must be found in no log and no file of the service.</summary>
    public const string Fraud = "paid a forged invoice", Danger = "alone with the children", Ordinary = "move our group to Tuesday";

    public static string Of(Ticket ticket, int number) => ticket switch
    {
        Ticket.Fraud => $"Case {number}: somebody {Fraud} in our name last week.",
        Ticket.Danger => $"Case {number}: the leader was {Danger} again and asked them to keep it secret.",
        _ => $"Case {number}: how do we {Ordinary}?",
    };
}
