namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>What a conversation is about. The stand-in for a model knows it by its words.</summary>
internal enum Ticket
{
    Ordinary,
    Fraud,
    Danger,

    /// <summary>A worker does not survive asking about it, if the bench wants it so.</summary>
    Deadly,
}

/// <summary>Texts of tickets.</summary>
internal static class TicketText
{
    /// <summary>Words that decide, and that must be found in no log and no file of the service.</summary>
    public const string Fraud = "paid a forged invoice", Danger = "alone with the children", Ordinary = "move our group to Tuesday", Deadly = "print the directory twice";

    public static string Of(Ticket ticket, int number) => ticket switch
    {
        Ticket.Fraud => $"Case {number}: somebody {Fraud} in our name last week.",
        Ticket.Danger => $"Case {number}: the leader was {Danger} again and asked them to keep it secret.",
        Ticket.Deadly => $"Case {number}: can we {Deadly}?",
        _ => $"Case {number}: how do we {Ordinary}?",
    };
}
