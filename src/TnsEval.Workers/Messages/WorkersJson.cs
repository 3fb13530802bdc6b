using System.Text.Json.Serialization;

namespace TnsEval.Workers.Messages;

/// <summary>The JSON of all messages: strict, for whoever sends another shape is of another build.</summary>
[JsonSerializable(typeof(Offer))]
[JsonSerializable(typeof(Join))]
[JsonSerializable(typeof(WorkerStatus))]
[JsonSerializable(typeof(WorkerFault))]
[JsonSerializable(typeof(Share))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(SessionOver))]
[JsonSerializable(typeof(CaseJob))]
[JsonSerializable(typeof(CaseResult))]
internal sealed partial class WorkersJson : JsonSerializerContext
{
    public static WorkersJson Lines { get; } = new(OwnJson.Options(isIndented: false));
}
