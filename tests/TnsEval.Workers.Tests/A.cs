using RabbitMQ.Client;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Tests;

internal static class A
{
    /// <summary>A message as it comes from a broker, without one.</summary>
    public static Delivery Delivery(Letter letter) => Delivery(letter.Properties(), letter.Body);

    public static Delivery Delivery(BasicProperties properties, ReadOnlyMemory<byte> body) => new(channel: null!, tag: 1, properties, body, CancellationToken.None);
}
