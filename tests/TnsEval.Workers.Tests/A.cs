using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using RabbitMQ.Client;
using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Tests;

internal static class A
{
    /// <summary>A message as it comes from a broker, without one: its channel is gone, and acknowledging it does nothing.</summary>
    public static Delivery Delivery(Letter letter) => Delivery(letter.Properties(), letter.Body);

    public static Delivery Delivery(BasicProperties properties, ReadOnlyMemory<byte> body) => new(DispatchProxy.Create<IChannel, GoneChannel>(), tag: 1, properties, body, CancellationToken.None);

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it")]
    internal class GoneChannel : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == $"get_{nameof(IChannel.IsOpen)}" ? false : throw new NotSupportedException(targetMethod?.Name);
    }
}
