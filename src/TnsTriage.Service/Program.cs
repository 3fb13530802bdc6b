using TnsEval.Abstractions;
using TnsEval.Plugins.Offline;
using TnsEval.Plugins.Ollama;
using TnsEval.Plugins.OpenAI;
using TnsTriage;
using TnsTriage.Service;
using TnsTriage.Service.Triage;
using TnsTriage.Service.Webhooks;

const int BadInput = 2;

var builder = WebApplication.CreateBuilder(args);
IModelProvider[] providers = [new OfflineProvider(), new OllamaProvider(), new OpenAIProvider()];
List<Problem> problems = [];
if (TriageSetup.Read(builder.Configuration, providers, Champion.Prompt, TimeProvider.System, problems) is not { } setup)
{
    return Fail(problems);
}

builder.Services.AddTriage(setup);
builder.Services.AddTriageWorkers();
if (builder.Services.AddSqlite(setup.Options) is { Count: > 0 } unusable)
{
    return Fail(unusable);
}

await using var app = builder.Build();
WebhookEndpoint.Map(app, setup.Options);

// Before anything listens, so that a mistake in the policy is told at once; a Front that is down is waited for by the workers.
var startup = app.Services.GetRequiredService<TriageStartup>();
await startup.AskAsync(CancellationToken.None);
if (startup.Problems.Count > 0)
{
    return Fail(startup.Problems);
}

await app.RunAsync();
return startup.Problems.Count > 0 ? BadInput : 0;

static int Fail(IReadOnlyList<Problem> problems)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    return BadInput;
}
