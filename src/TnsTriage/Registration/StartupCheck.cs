using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TnsTriage.Assessments;

namespace TnsTriage.Registration;

/// <summary>
/// Looks at the whole setup when the host starts, or else before the first classifier is made: every problem at once, or one line of the log that says what will run. Validation of
/// options is the one place that both come through, without a hosted service that would bring its packages along.
/// </summary>
internal sealed partial class StartupCheck(TriageSetup setup, IServiceProviderIsService? services = null, ILogger<StartupCheck>? logger = null)
    : IValidateOptions<TnsTriageOptions>
{
    private readonly ILogger _logger = logger ?? NullLogger<StartupCheck>.Instance;

    public ValidateOptionsResult Validate(string? name, TnsTriageOptions options)
    {
        string[] problems = [.. options.Check().Concat(Client()).Select(problem => problem.ToString())];
        if (problems.Length > 0)
        {
            return ValidateOptionsResult.Fail(problems);
        }

        if (setup.GivenPrompt is { } given)
        {
            RunsGivenPrompt(given.Name, given.Hash[..12], EscalationPolicy.Version);
        }
        else
        {
            // Read here, so that a package that was put together wrongly stops the host and not its first ticket.
            var provenance = Champion.Provenance;
            RunsChampion(provenance.Kind == ProvenanceKind.Model ? LogLevel.Information : LogLevel.Warning, provenance, EscalationPolicy.Version);
            Compare(nameof(options.RepairTurns), options.RepairTurns, provenance.Model.RepairTurns);
            Compare(nameof(options.MaxTicketCharacters), options.MaxTicketCharacters, provenance.Model.MaxTicketCharacters);
        }

        return ValidateOptionsResult.Success;
    }

    private IEnumerable<Problem> Client()
    {
        if (setup.ChatClientKey is { } key)
        {
            if (services is IServiceProviderIsKeyedService keyed && !keyed.IsKeyedService(typeof(IChatClient), key))
            {
                yield return new Problem(
                    "services",
                    $"no IChatClient is registered under the key \"{key}\"",
                    $"Register one by AddKeyedSingleton<IChatClient>(\"{key}\", ...), or mend chatClientKey of AddTnsTriage");
            }
        }
        else if (services?.IsService(typeof(IChatClient)) == false)
        {
            yield return new Problem(
                "services",
                "no IChatClient is registered",
                "Register the model by AddSingleton<IChatClient>(...), or name the key of one by chatClientKey of AddTnsTriage");
        }
    }

    private void Compare(string option, int value, int measured)
    {
        if (value != measured)
        {
            DiffersFromMeasured(option, value, measured);
        }
    }

    [LoggerMessage(EventId = 1, Message = "TnsTriage runs its champion: {Provenance}; escalation policy {Policy}")]
    private partial void RunsChampion(LogLevel level, ChampionProvenance provenance, int policy);

    [LoggerMessage(2, LogLevel.Information, "TnsTriage runs a prompt that the host gave: {Prompt} ({Hash}), of which no measurement is known here; escalation policy {Policy}")]
    private partial void RunsGivenPrompt(string prompt, string hash, int policy);

    [LoggerMessage(3, LogLevel.Warning, "{Option} is {Value}; the champion was measured with {Measured}, and its rates hold for that")]
    private partial void DiffersFromMeasured(string option, int value, int measured);
}
