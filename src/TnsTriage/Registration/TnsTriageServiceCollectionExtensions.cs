using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TnsTriage;
using TnsTriage.Prompts;
using TnsTriage.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the classifier.</summary>
public static class TnsTriageServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="ITicketClassifier"/> for the whole application, on the <see cref="IChatClient"/> that is registered. When the host starts (without a host: when the
    /// classifier is first asked for), everything that is wrong is told at once as an <see cref="OptionsValidationException"/>; else one line of the log says which prompt
    /// runs and what earned it. A <see cref="TimeProvider"/> and a logger are used when they are registered.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets options; those not set keep their defaults.</param>
    /// <param name="prompt">The prompt to run; the embedded <see cref="Champion"/> when null.</param>
    /// <param name="chatClientKey">The key that the client is registered under; null for the one without a key.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Called again, it adds to the options; prompt and key are those of the last call.</remarks>
    public static IServiceCollection AddTnsTriage(
        this IServiceCollection services, Action<TnsTriageOptions>? configure = null, PromptVersion? prompt = null, object? chatClientKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new TriageSetup(prompt, chatClientKey));
        services.TryAddSingleton<ITicketClassifier>(TriageSetup.MakeClassifier);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TnsTriageOptions>, StartupCheck>());
        services.AddOptions<TnsTriageOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        return services;
    }
}
