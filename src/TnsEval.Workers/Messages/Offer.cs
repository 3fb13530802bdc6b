using TnsEval.Calls;
using TnsEval.Runs;
using TnsTriage.Prompts;

namespace TnsEval.Workers.Messages;

/// <summary>A run that wants workers, with everything that one needs to work on it, and nothing secret.</summary>
internal sealed record Offer
{
    /// <summary>One life of a coordinator: a resumed run has another.</summary>
    public required Guid Session { get; init; }

    /// <summary>The run as its folder tells it.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>The prompt version as its file says it.</summary>
    public required PromptDefinition Prompt { get; init; }

    /// <summary>What the coordinator runs and the run asks for.</summary>
    public required WorkerFacts Wanted { get; init; }

    /// <summary>What calls cost, so that they are counted where they are made.</summary>
    public required CallPrice Price { get; init; }
}

/// <summary>A worker that wants to work on a run.</summary>
internal sealed record Join
{
    public required Guid Session { get; init; }

    public required Guid Worker { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>The queue that the worker reads.</summary>
    public required string Mail { get; init; }

    /// <summary>Calls at once that it makes at most; null for any number.</summary>
    public int? Cap { get; init; }

    public required WorkerFacts Facts { get; init; }

    /// <summary>Why it cannot work on this run at all: no such plugin, no key. Without keys.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>What an answer may depend on besides the ticket, each found out where it is used.</summary>
internal sealed record WorkerFacts
{
    public required string TnsEval { get; init; }

    /// <summary>Module version ids: builds are deterministic, so they change with the code and with nothing else.</summary>
    public required string TnsEvalBuild { get; init; }

    public required string TnsTriage { get; init; }

    public required string TnsTriageBuild { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>Null where there is no prompt yet.</summary>
    public string? PromptHash { get; init; }

    public string? SchemaHash { get; init; }

    public RunModel? Model { get; init; }
}

/// <summary>Why a worker may not work on a run.</summary>
internal sealed record Refusal(Guid Session, IReadOnlyList<string> Reasons);

/// <summary>The session ended; its queues are gone or will be.</summary>
internal sealed record SessionOver(Guid Session);
