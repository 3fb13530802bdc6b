using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TnsTriage.Front.Api;
using TnsTriage.Front.Escalation;
using TnsTriage.Front.Tickets;
using TnsTriage.Front.Transport;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Front;

/// <summary>Puts Front into a host's services.</summary>
public static class FrontRegistration
{
    private const string HttpClientName = "TnsTriage.Front";

    /// <summary>
    /// Adds <see cref="FrontClient"/>, <see cref="ConversationReader"/>, <see cref="EscalationWriter"/> and <see cref="WebhookVerifier"/>
    /// for one company. All clients
    /// share its limits. Options that cannot be used stop the host at its start, every problem named.
    /// </summary>
    /// <param name="services">The host's services; a <see cref="TimeProvider"/> among them is the clock.</param>
    /// <param name="configure">Sets the options; secrets come from the host's configuration.</param>
    /// <returns>The HTTP client, to add handlers to.</returns>
    public static IHttpClientBuilder AddTnsTriageFront(this IServiceCollection services, Action<FrontOptions> configure)
    {
        services.AddOptions<FrontOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FrontOptions>, OptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new RateLimiter(
            provider.GetRequiredService<IOptions<FrontOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<FrontClient>>()));
        services.TryAddTransient(provider => new FrontClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<FrontOptions>>().Value,
            provider.GetRequiredService<RateLimiter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<FrontClient>>()));
        services.TryAddTransient<ConversationReader>();
        services.TryAddTransient<EscalationWriter>();
        services.TryAddSingleton(provider => new WebhookVerifier(
            provider.GetRequiredService<IOptions<FrontOptions>>().Value, provider.GetRequiredService<TimeProvider>()));

        return services
            .AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)   // ours ends each call, by the host's clock
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,   // a redirected write loses its body and its token, and looks like success
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),   // for changes of DNS, so that a client may be kept
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }

    private sealed class OptionsCheck : IValidateOptions<FrontOptions>
    {
        public ValidateOptionsResult Validate(string? name, FrontOptions options)
        {
            string[] problems = [.. options.Check().Select(problem => problem.ToString())];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
