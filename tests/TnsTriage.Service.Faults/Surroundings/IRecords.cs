namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>What a service has stored, read from outside as an auditor would; nothing is written.</summary>
internal interface IRecords
{
    long Dead { get; }

    /// <summary>Conversations of the dead letters.</summary>
    IReadOnlyList<string> DeadLetters { get; }

    /// <summary>Conversations that have a decision.</summary>
    IReadOnlyList<string> Decided { get; }

    /// <summary>Conversation and what it was merged into.</summary>
    IReadOnlyDictionary<string, string> Merged { get; }

    /// <summary>How often any of these words stands in what is stored.</summary>
    int Count(IReadOnlyList<string> words);
}
