using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;

namespace TnsEval.Plugins.Replay.Tests;

/// <summary>Cassettes and settings that are right in everything a test is not about.</summary>
internal static class A
{
    public static ChatMessage[] Request(string ticket = "a ticket") => [new(ChatRole.System, "Assess."), new(ChatRole.User, ticket)];

    public static string Line(string ticket = "a ticket", string text = "an answer", int formatVersion = CassetteLine.CurrentFormatVersion) =>
        Line(ticket, new RecordedAnswer { Text = text }, formatVersion);

    public static string Line(string ticket, RecordedAnswer answer, int formatVersion = CassetteLine.CurrentFormatVersion) => JsonSerializer.Serialize(
        new CassetteLine
        {
            FormatVersion = formatVersion, Case = "t-1", Repeat = 0, Turn = 1, Request = RequestIdentity.Of(Request(ticket), null), Model = "openai/m", Answer = answer,
        },
        RecordingJson.Lines.CassetteLine);

    public static ModelSettings Settings(string model, string workingDirectory, string? cassettes = null) => new()
    {
        Model = model,
        PluginFolder = "",
        WorkingDirectory = workingDirectory,
        ReadVariable = name => name == "TNSEVAL_CASSETTES" ? cassettes : null,
    };
}
