using Microsoft.Extensions.Logging.Abstractions;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers;

/// <summary>The broker between coordinator and workers.</summary>
public sealed class WorkersBroker
{
    /// <summary>The pool of those who name none.</summary>
    public const string DefaultPool = "default";

    private WorkersBroker(BrokerAddress address, string pool) => (Address, Lobby) = (address, $"tnseval.lobby.{pool}");

    /// <summary>How long to try for the first connection.</summary>
    internal static TimeSpan FirstPatience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to try to get a lost connection back.</summary>
    internal static TimeSpan LongPatience { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Who says nothing for so long is taken to be gone; everybody says something every second or two.</summary>
    internal static TimeSpan Silence { get; } = TimeSpan.FromSeconds(10);

    internal BrokerAddress Address { get; }

    /// <summary>The exchange that runs are offered at.</summary>
    internal string Lobby { get; }

    /// <summary>Reads an address; null when it is none, and why is among the problems.</summary>
    /// <param name="text">An AMQP URI, or the name of an environment variable that holds one, so that no password stands on the command line.</param>
    /// <param name="option">The option that it was given by.</param>
    /// <param name="pool">Only workers of the same pool are offered a run.</param>
    /// <param name="readVariable">Reads environment variables.</param>
    /// <param name="problems">Receives every problem.</param>
    public static WorkersBroker? Read(string text, string option, string pool, Func<string, string?> readVariable, ICollection<Problem> problems)
    {
        const int LongestPool = 80;
        if (pool.Length is 0 or > LongestPool || !pool.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            problems.Add(new Problem("--pool", $"is not a name of 1 to {LongestPool} letters, digits, dots, - and _", "Write one such as gpu"));
        }

        var isVariable = text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        if (isVariable && readVariable(text) is null or "")
        {
            problems.Add(new Problem(option, $"\"{text}\" is no URI, and no environment variable of that name is set", "Write amqp://USER:PASSWORD@HOST:PORT/VHOST, or set the variable to one"));
            return null;
        }

        return BrokerAddress.Read(isVariable ? readVariable(text) : text, isVariable ? $"{option} (from {text})" : option, problems) is { } address ? new WorkersBroker(address, pool) : null;
    }

    /// <summary>Connects once, to know before anything is begun that it can be done.</summary>
    /// <param name="notes">Is told when it takes a while.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RunStoppedException">It cannot.</exception>
    public async Task CheckAsync(RunNotes notes, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = new BrokerConnection(Address, "tnseval", (_, _) => Task.CompletedTask, time, NullLogger.Instance);
        await ConnectAsync(connection, notes, cancellationToken);
    }

    /// <summary>Waits for a first connection.</summary>
    /// <exception cref="RunStoppedException">It cannot be had.</exception>
    internal static async Task ConnectAsync(BrokerConnection connection, RunNotes notes, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await connection.GetAsync(TimeSpan.FromSeconds(2), cancellationToken);
            }
            catch (BrokerUnavailableException e)
            {
                notes.Say($"{e.Message}. Trying again for {FirstPatience.TotalSeconds:0} s.");
                await connection.GetAsync(FirstPatience, cancellationToken);
            }
        }
        catch (BrokerRefusedException e)
        {
            throw StoppedBy(e);
        }
        catch (BrokerUnavailableException e)
        {
            throw new RunStoppedException(e.Message, "See that it runs, or correct the URI");
        }
    }

    /// <summary>What a broker refuses, as it ends a run.</summary>
    internal static RunStoppedException StoppedBy(BrokerRefusedException refused) => new(
        string.Join("; ", refused.Problems.Select(problem => $"{problem.Where}: {problem.What.TrimEnd('.')}")),
        string.Join(". ", refused.Problems.Select(problem => problem.Fix.TrimEnd('.')).Distinct(StringComparer.Ordinal)));

    /// <summary>Without user and password.</summary>
    public override string ToString() => Address.ToString();
}
