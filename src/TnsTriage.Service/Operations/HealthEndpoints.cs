namespace TnsTriage.Service.Operations;

/// <summary>What an orchestrator or a balancer asks, on the address of the webhooks. Tells states, no details.</summary>
internal static class HealthEndpoints
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Live, static context => context.Response.WriteAsync("live\n"));
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        routes.MapGet(Ready, (RequestDelegate)(async context =>
        {
            var report = await readiness.LookAsync();
            context.Response.StatusCode = report.TakesWebhooks ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(report, OperationsJson.Default.ReadinessReport);
        }));
    }
}
