using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TnsTriage.Prompts;

namespace TnsTriage.Registration;

/// <summary>What a call of <c>AddTnsTriage</c> chose besides the options.</summary>
/// <param name="GivenPrompt">The prompt to run; null for the champion.</param>
/// <param name="ChatClientKey">The client's key; null for the client without one.</param>
internal sealed record TriageSetup(PromptVersion? GivenPrompt, object? ChatClientKey)
{
    public PromptVersion Prompt => GivenPrompt ?? Champion.Prompt;

    public static ITicketClassifier MakeClassifier(IServiceProvider services)
    {
        var setup = services.GetRequiredService<TriageSetup>();
        var options = services.GetRequiredService<IOptionsMonitor<TnsTriageOptions>>().CurrentValue;   // the instance that was checked at start
        return new TicketClassifier(
            setup.ChatClientKey is { } key ? services.GetRequiredKeyedService<IChatClient>(key) : services.GetRequiredService<IChatClient>(),
            setup.Prompt,
            options,
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<TicketClassifier>>());
    }
}
