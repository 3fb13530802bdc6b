using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TnsEval.Cli.Tests;

/// <summary>In processes of their own: the SDK reads the environment itself.</summary>
public sealed class OtlpExportTests
{
    [Fact]
    public async Task Spans_and_measurements_of_a_run_reach_the_collector_and_no_text_does()
    {
        using var collector = new Collector();
        using var commandLine = CommandLine.WithPromptAndSet([.. CommandLine.SomeTickets, CommandLine.Ticket("t-eeee", escalate: false, "SLIP of the tongue.")]);

        var run = await RunAsync(commandLine, new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=secret-of-the-collector",
            ["OTEL_SERVICE_NAME"] = "the-desk",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=ci",
        });

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        var (traces, metrics) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"));
        foreach (var expected in new[] { "chat mixed", "gen_ai.usage.input_tokens", "gen_ai.response.finish_reasons", "tnseval.case", "t-eeee", "the-desk", "deployment.environment.name" })
        {
            traces.ShouldContain(expected);
        }

        foreach (var expected in new[] { "gen_ai.client.operation.duration", "gen_ai.client.token.usage", "tnseval.cases", "tnseval.concurrency.limit", "assessed", "the-desk" })
        {
            metrics.ShouldContain(expected);
        }

        collector.Keys.ShouldAllBe(key => key == "secret-of-the-collector");
        foreach (var text in new[] { "SLIP", "of the tongue", "Assess the ticket", "I think this one is fine", "no event" })
        {
            (traces + metrics).ShouldNotContain(text);
        }
    }

    [Fact]
    public async Task Retries_and_cost_are_counted()
    {
        using var collector = new Collector();
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write(
            "prices.json",
            """
            {"formatVersion": 1, "currency": "XTS", "perTicket": {"input": 10, "output": 5},
             "models": [{"model": "scripted/limited-every-3", "input": 1000000, "cachedInput": null, "output": 2000000, "asOf": "2026-11-22"}]}
            """);

        var run = await RunAsync(
            commandLine,
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
            },
            "--model", "scripted/limited-every-3", "--prices", "prices.json");

        run.ExitCode.ShouldBe(0, run.Error);
        collector.Received("/v1/traces").ShouldContain("rate_limited");
        foreach (var expected in new[] { "tnseval.retries", "tnseval.cost", "XTS", "scripted/limited-every-3" })
        {
            collector.Received("/v1/metrics").ShouldContain(expected);
        }
    }

    [Fact]
    public async Task Case_is_a_trace_with_its_attempts_as_children()
    {
        using var spans = new Spans("t-observed-1", "t-observed-2");
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-observed-1", escalate: false, "SLIP of the tongue."), CommandLine.Ticket("t-observed-2", escalate: true, "BROKEN for ever."));

        await commandLine.InvokeAsync("run --model scripted/mixed --progress none");

        spans.Cases.Select(span => (span.GetTagItem("tnseval.case"), span.GetTagItem("tnseval.outcome"), span.GetTagItem("tnseval.verdict"), spans.AttemptsOf(span)))
            .ShouldBe([("t-observed-1", "assessed", "none", 2), ("t-observed-2", "malformed", null, 2)], ignoreOrder: true);
        spans.Cases.ShouldAllBe(span => span.ParentId == null && span.GetTagItem("tnseval.run") as string == Path.GetFileName(commandLine.OnlyRun));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_SDK_is_disabled()
    {
        using var collector = new Collector();
        using var commandLine = CommandLine.WithPromptAndSet();

        var run = await RunAsync(commandLine, new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_SDK_DISABLED"] = "true",
        });

        run.ExitCode.ShouldBe(0, run.Error);
        collector.Keys.ShouldBeEmpty();
    }

    /// <summary>A busy machine may be late a few times, so only a run that is late every time fails.</summary>
    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task Collector_that_never_answers_delays_the_end_by_seconds_and_does_not_change_it(string protocol)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);   // takes connections, and leaves them
        silent.Start();
        var later = TimeSpan.FromSeconds(8);   // an exporter's own patience is 10 s for each kind of signal
        var isLate = true;
        for (var attempt = 0; attempt < 10 && isLate; attempt++)
        {
            using var commandLine = CommandLine.WithPromptAndSet();

            var run = await RunAsync(commandLine, new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{silent.LocalEndpoint}", ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            });

            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.ShouldContain("4 tickets");
            run.Error.ShouldStartWith("OTEL_EXPORTER_OTLP_ENDPOINT: not all spans and measurements could be delivered there");
            isLate = run.AfterResults > later;
        }

        isLate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "not all spans and measurements could be delivered there")]
    [InlineData("localhost:4317", "is no http or https address, so nothing is exported")]
    public async Task Collector_that_cannot_be_reached_is_told_and_the_run_is_whole(string endpoint, string message)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var run = await RunAsync(commandLine, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint });

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldStartWith($"OTEL_EXPORTER_OTLP_ENDPOINT: {message}");
    }

    private static async Task<(int ExitCode, string Output, string Error, TimeSpan AfterResults)> RunAsync(
        CommandLine commandLine, Dictionary<string, string> variables, params string[] options)
    {
        string[] arguments = ["run", "--progress", "none", .. options.Length > 0 ? options : ["--model", "scripted/mixed"]];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "TnsEval.Cli.dll"), .. arguments])
        {
            WorkingDirectory = commandLine.Folder.Path, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var (output, resultsAt) = ("", Stopwatch.GetTimestamp());
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            (output, resultsAt) = ($"{output}{line}\n", Stopwatch.GetTimestamp());
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error, Stopwatch.GetElapsedTime(resultsAt));
    }

    /// <summary>The spans of some cases; tests that run beside this have others.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<Activity> _all = [];
        private readonly ActivityListener _listener;
        private readonly string[] _cases;

        public Spans(params string[] cases)
        {
            _cases = cases;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "TnsEval",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = _all.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Cases => [.. _all.Where(span => span.OperationName == "case" && _cases.Contains(span.GetTagItem("tnseval.case")))];

        public int AttemptsOf(Activity @case) => _all.Count(span => span.OperationName == "chat mixed" && span.ParentSpanId == @case.SpanId);

        public void Dispose() => _listener.Dispose();
    }
}
