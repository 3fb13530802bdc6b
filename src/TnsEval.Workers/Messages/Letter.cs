using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Messages;

/// <summary>A message as it goes over the broker. Its type names what it is and the version of the protocol, so that another version is known before anything is read.</summary>
/// <param name="Type">Such as <c>tnseval.job/1</c>.</param>
/// <param name="Body">JSON.</param>
/// <param name="Session">Which session of a run it belongs to.</param>
internal sealed record Letter(string Type, ReadOnlyMemory<byte> Body, Guid Session)
{
    /// <summary>The version of all messages and of who says what when.</summary>
    public const int Version = 1;

    /// <summary>Longer ones are neither sent nor read.</summary>
    public const int LongestBody = 16 * 1024 * 1024;

    private const string Prefix = "tnseval.";

    public bool IsTooLong => Body.Length > LongestBody;

    public static Letter Of<T>(string kind, T message, JsonTypeInfo<T> type, Guid session) =>
        new($"{Prefix}{kind}/{Version}", JsonSerializer.SerializeToUtf8Bytes(message, type), session);

    public BasicProperties Properties() => new() { Type = Type, CorrelationId = Session.ToString("N"), ContentType = "application/json" };

    /// <summary>What kind of message came, such as <c>job</c>; null when it is none of ours, or of another version.</summary>
    public static string? KindOf(Delivery delivery) => Parse(delivery) is (var kind, Version) ? kind : null;

    /// <summary>The version that a message is of; null when it is none of ours.</summary>
    public static int? VersionOf(Delivery delivery) => Parse(delivery)?.Version;

    /// <summary>The session of a message, read without its body; null where it names none.</summary>
    public static Guid? SessionOf(Delivery delivery) => Guid.TryParseExact(delivery.Properties.CorrelationId, "N", out var session) ? session : null;

    /// <summary>Reads a message; null when it is not one of this kind and version. Whatever comes, this does not throw.</summary>
    public static T? Read<T>(Delivery delivery, string kind, JsonTypeInfo<T> type)
        where T : class
    {
        if (KindOf(delivery) != kind || delivery.Body.Length > LongestBody)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(delivery.Body.Span, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static (string Kind, int Version)? Parse(Delivery delivery) =>
        delivery.Properties.Type is { } type && type.StartsWith(Prefix, StringComparison.Ordinal) && type.IndexOf('/') is > 0 and var slash
            && int.TryParse(type[(slash + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version)
                ? (type[Prefix.Length..slash], version)
                : null;
}

/// <summary>The kinds of messages.</summary>
internal static class LetterKinds
{
    /// <summary>Coordinator to all, again and again: <see cref="Messages.Offer"/>.</summary>
    public const string Offer = "offer";

    /// <summary>Worker to coordinator: <see cref="Messages.Join"/>.</summary>
    public const string Join = "join";

    /// <summary>Worker to coordinator, again and again: <see cref="WorkerStatus"/>.</summary>
    public const string Status = "status";

    /// <summary>Worker to coordinator: <see cref="WorkerFault"/>.</summary>
    public const string Fault = "fault";

    /// <summary>Worker to coordinator: it has left; the body is a <see cref="WorkerStatus"/>.</summary>
    public const string Left = "left";

    /// <summary>Coordinator to worker: <see cref="Messages.Share"/>.</summary>
    public const string Share = "share";

    /// <summary>Coordinator to worker: <see cref="Messages.Refusal"/>.</summary>
    public const string Refusal = "refusal";

    /// <summary>Coordinator to workers: the session is over; the body is a <see cref="SessionOver"/>.</summary>
    public const string Over = "over";

    /// <summary><see cref="CaseJob"/>.</summary>
    public const string Job = "job";

    /// <summary><see cref="CaseResult"/>.</summary>
    public const string Result = "result";
}
