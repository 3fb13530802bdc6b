using TnsTriage.RabbitMq;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>The configuration section <c>TnsTriage:RabbitMq</c>. A class and no record: it must not print its password.</summary>
internal sealed class RabbitMqOptions
{
    private const int LongestPrefix = 64;

    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);

    /// <summary>The broker: <c>amqps://USER:PASSWORD@HOST/VHOST</c>.</summary>
    public string Uri { get; set; } = "";

    /// <summary>What the names of all queues begin with; services that share them have the same one.</summary>
    public string Prefix { get; set; } = "tnstriage";

    /// <summary>How long a broker that does not answer is waited for at the start; up to an hour.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The broker; null when it cannot be read.</summary>
    public BrokerAddress? Address() => BrokerAddress.Read(Uri, nameof(Uri), []);

    /// <summary>Every problem; none when the options can be used. No problem shows the URI.</summary>
    public IReadOnlyList<Problem> Check(string section)
    {
        List<Problem> problems = [];
        BrokerAddress.Read(Uri, $"{section}:{nameof(Uri)}", problems);
        if (Prefix.Length is 0 or > LongestPrefix
            || Prefix.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.'))
            || Prefix.StartsWith("amq.", StringComparison.Ordinal))
        {
            problems.Add(new Problem(
                $"{section}:{nameof(Prefix)}",
                $"\"{Prefix}\" cannot begin the name of a queue",
                $"Write up to {LongestPrefix} letters, digits, dots, hyphens and underscores; amq. is the broker's own"));
        }

        if (StartPatience < TimeSpan.Zero || StartPatience > LongestPatience)
        {
            problems.Add(new Problem(
                $"{section}:{nameof(StartPatience)}", $"{StartPatience} is not between {TimeSpan.Zero} and {LongestPatience}", "Set a time in between"));
        }

        return problems;
    }
}
