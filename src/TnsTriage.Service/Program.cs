using TnsEval.Abstractions;
using TnsEval.Plugins.Offline;
using TnsEval.Plugins.Ollama;
using TnsEval.Plugins.OpenAI;
using TnsTriage;
using TnsTriage.Service;
using TnsTriage.Service.Demo;
using TnsTriage.Service.Dispositions;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Triage;

const int BadInput = 2;
const int Unavailable = 4;

IModelProvider[] providers = [new OfflineProvider(), new OllamaProvider(), new OpenAIProvider()];
if (args is [Demonstration.Switch, .. var rest])
{
    return await Demonstration.RunAsync(rest, providers, Console.Out, Console.Error);
}

if (args is [DeadLetterReplay.Switch, .. var conversations])
{
    return await DeadLetterReplay.RunAsync(conversations, WebApplication.CreateBuilder().Configuration, Console.Out, Console.Error);
}

if (args is [DispositionCommand.Switch, .. var files])
{
    return await DispositionCommand.RunAsync(files, WebApplication.CreateBuilder().Configuration, Console.Out, Console.Error, CancellationToken.None);
}

List<Problem> problems = [];
WebApplication? built;
try
{
    built = await TriageHost.BuildAsync(WebApplication.CreateBuilder(args), providers, problems);
}
catch (InfrastructureException e)
{
    Console.Error.WriteLine(e.Message);
    return Unavailable;
}

if (built is null)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    return BadInput;
}

await using var app = built;
using var export = MetricsExport.Start(app.Configuration[MetricsExport.EndpointVariable], Console.Error);
var startup = app.Services.GetService<TriageStartup>();   // a receiver has none
await app.RunAsync();
return startup is { Problems.Count: > 0 } ? BadInput : 0;
