using System.Net.Sockets;
using Microsoft.Extensions.Configuration.Memory;
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

if (args is [Arguments.Help, ..])
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

List<Problem> problems = [.. Arguments.Check(args)];
var builder = WebApplication.CreateBuilder(args);
builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
{
    InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")],   // else four lines for each webhook; any other source overrides it
});
WebApplication? built;
try
{
    built = problems.Count > 0 ? null : await TriageHost.BuildAsync(builder, providers, problems);
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
try
{
    await app.StartAsync();
}
catch (Exception e) when (e is IOException or SocketException or FormatException)
{
    Console.Error.WriteLine(new Problem(
        "ASPNETCORE_URLS and TnsTriage:Admin", $"not listening: {e.Message.TrimEnd('.')}", "Name addresses such as http://127.0.0.1:8080 that are free and that this account may use"));
    return BadInput;
}

await app.WaitForShutdownAsync();
return startup is { Problems.Count: > 0 } ? BadInput : 0;
