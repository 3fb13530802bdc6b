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

        var prompt = setup.Prompt;
        Ready(prompt.Name, prompt.Hash[..12], EscalationPolicy.Version, setup.GivenPrompt is null ? Champion.Provenance.ToString() : "given by the host, not the champion: its rates are for the host to know");
        return ValidateOptionsResult.Success;
    }

    private IEnumerable<Problem> Client()
    {
        if (setup.ChatClientKey is { } key)
        {
            if (services is IServiceProviderIsKeyedService keyed && !keyed.IsKeyedService(typeof(IChatClient), key))
            {
                yield return new Problem("services", $"no IChatClient is registered under the key \"{key}\"", $"Register one by AddKeyedSingleton<IChatClient>(\"{key}\", ...), or mend chatClientKey");
            }
        }
        else if (services?.IsService(typeof(IChatClient)) == false)
        {
            yield return new Problem("services", "no IChatClient is registered", "Register the model by AddSingleton<IChatClient>(...), or name a keyed one by chatClientKey");
        }
    }

    [LoggerMessage(1, LogLevel.Information, "TnsTriage classifies with prompt {Prompt} ({Hash}) and escalation policy {Policy}. {Provenance}")]
    private partial void Ready(string prompt, string hash, int policy, string provenance);
}
