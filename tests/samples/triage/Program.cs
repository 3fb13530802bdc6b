using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TnsTriage;

var services = new ServiceCollection();
services.AddSingleton<IChatClient>(new ScriptedModel());   // here goes your client: OpenAI, Azure OpenAI, Ollama, ...
services.AddTnsTriage(options => options.Timeout = TimeSpan.FromSeconds(30));
await using var provider = services.BuildServiceProvider();

var ticket = new Ticket { Subject = "Strange gifts", Body = "<p>147 gifts of $1 came in last night.</p><p>More arrive while I write.</p>" };
var classification = await provider.GetRequiredService<ITicketClassifier>().ClassifyAsync(ticket);
Console.WriteLine(classification.Outcome is CaseOutcome.Assessed { Assessment: var found }
    ? $"{found.Verdict}, severity {found.Severity}: {found.Rationale}"
    : $"a person must look: {classification.Outcome.GetType().Name}");
