using System.CommandLine;
using TnsEval.LoadServer;

var port = new Option<int>("--port") { Description = "Port on loopback; 0 takes a free one" };
var latency = new Option<int>("--latency-ms") { Description = "Milliseconds until an answer" };
var rateLimited = new Option<double>("--share-429") { Description = "Share of requests that get 429, such as 0.05" };
var serverError = new Option<double>("--share-500") { Description = "Share of requests that get 500" };
var malformed = new Option<double>("--share-malformed") { Description = "Share of answers that are no assessment" };
var retryAfter = new Option<int?>("--retry-after") { Description = "Seconds that a 429 asks to wait" };
var capacity = new Option<int?>("--capacity") { Description = "Requests in flight above which all get 429" };
var command = new RootCommand(
    "An OpenAI-compatible server for load: answers every ticket with a benign assessment after a fixed time. Its address is the first line; GET /stats counts.")
{
    port, latency, rateLimited, serverError, malformed, retryAfter, capacity,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    var options = new LoadOptions
    {
        Port = parsed.GetValue(port),
        Latency = TimeSpan.FromMilliseconds(parsed.GetValue(latency)),
        RateLimitedShare = parsed.GetValue(rateLimited),
        ServerErrorShare = parsed.GetValue(serverError),
        MalformedShare = parsed.GetValue(malformed),
        RetryAfterSeconds = parsed.GetValue(retryAfter),
        Capacity = parsed.GetValue(capacity),
    };
    var problems = options.Check().ToArray();
    if (problems.Length > 0)
    {
        await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
        return 2;
    }

    await using var server = new CompletionServer(options).Build();
    await server.StartAsync(cancellationToken);
    Console.WriteLine(server.Urls.Single());
    await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    return 0;
});
return await command.Parse(args).InvokeAsync();
