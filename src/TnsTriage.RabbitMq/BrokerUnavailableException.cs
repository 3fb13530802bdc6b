namespace TnsTriage.RabbitMq;

/// <summary>The broker does not do now what it may do later: nobody listens, it is starting, the connection broke, it did not confirm in time.</summary>
/// <param name="what">What, without keys.</param>
/// <param name="inner">What the client threw, where it threw something.</param>
internal sealed class BrokerUnavailableException(string what, Exception? inner = null) : Exception(what, inner);
