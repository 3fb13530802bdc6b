using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>How the model behaves.</summary>
internal enum ModelState
{
    Answers,
    Down,
    Drops,
}

/// <summary>What the service talks to besides Front: a model with OpenAI's interface, which knows a ticket by its words, and whoever is paged.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _pages = new(StringComparer.Ordinal);
    private int _calls;

    private Outside(WebApplication app) => _app = app;

    public ModelState Model { get; set; }

    /// <summary>Time that the model takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Called with the caller's name when it asks about a <see cref="Ticket.Deadly"/> one; it gets no answer before this ends.</summary>
    public Func<string, Task>? DeadlyAsked { get; set; }

    public int ModelCalls => _calls;

    /// <summary>How often each decision was paged, by its <c>Idempotency-Key</c>.</summary>
    public IReadOnlyDictionary<string, int> Pages => _pages;

    public Uri ModelAddress => new(Address, "/v1");

    /// <summary>The same model, for a caller that is to be known by its name.</summary>
    public Uri ModelAddressOf(string caller) => new(Address, $"/{caller}/v1");

    public Uri PageAddress => new(Address, "/pages");

    private Uri Address => new(_app.Urls.First());

    public static async Task<Outside> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var outside = new Outside(builder.Build());
        outside._app.MapPost("/v1/chat/completions", outside.CompleteAsync);
        outside._app.MapPost("/{caller}/v1/chat/completions", outside.CompleteAsync);
        outside._app.MapPost("/pages", outside.TakePage);
        await outside._app.StartAsync();
        return outside;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void TakePage(HttpContext context)
    {
        _pages.AddOrUpdate(context.Request.Headers["Idempotency-Key"].ToString(), 1, (_, count) => count + 1);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task CompleteAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        switch (Model)
        {
            case ModelState.Drops:
                context.Abort();
                return;
            case ModelState.Down:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
        }

        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var ticket = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString();
        if (DeadlyAsked is { } asked && ticket.Contains(TicketText.Deadly, StringComparison.Ordinal))
        {
            await asked((string)context.Request.RouteValues["caller"]!);
        }

        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Completion(Assessment(ticket)), context.RequestAborted);
    }

    private static JsonObject Assessment(string ticket)
    {
        var (quote, category, verdict) = ticket.Contains(TicketText.Danger, StringComparison.Ordinal) ? (TicketText.Danger, "child_safety", "escalate_urgent")
            : ticket.Contains(TicketText.Fraud, StringComparison.Ordinal) ? (TicketText.Fraud, "payment_fraud", "escalate")
            : ("", "", "none");
        var isAlarm = quote.Length > 0;
        return new JsonObject
        {
            ["language"] = new JsonArray("en"),
            ["prompt_injection"] = new JsonObject { ["present"] = false, ["quote"] = null, ["aim"] = "none" },
            ["evidence"] = isAlarm ? new JsonArray(new JsonObject { ["quote"] = quote, ["speaker"] = "sender", ["use"] = "report", ["category"] = category }) : new JsonArray(),
            ["benign_reading"] = "None that the words allow.",
            ["sender_role"] = "unknown",
            ["subject_of_harm"] = isAlarm ? "group" : "none",
            ["event_status"] = isAlarm ? "past_unresolved" : "none",
            ["categories"] = isAlarm ? new JsonArray(new JsonObject { ["id"] = category, ["severity"] = "high" }) : new JsonArray(),
            ["rationale"] = isAlarm ? "The sender tells of a deed, not of a topic." : "An ordinary question.",
            ["severity"] = isAlarm ? "high" : "none",
            ["verdict"] = verdict,
            ["confidence"] = "high",
            ["needs_human"] = new JsonObject { ["needed"] = false, ["reason"] = null },
            ["handoff_note"] = "",
        };
    }

    private static string Completion(JsonObject assessment) => new JsonObject
    {
        ["id"] = "chatcmpl-stub",
        ["object"] = "chat.completion",
        ["created"] = 0,
        ["model"] = "stub",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = assessment.ToJsonString(), ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1000, ["completion_tokens"] = 100, ["total_tokens"] = 1100 },
    }.ToJsonString();
}
