namespace TnsEval.Plugins.Replay;

/// <summary>The cassette holds no answer to a request. The message says why that may be, and holds nothing of the request.</summary>
internal sealed class NotRecordedException(bool isRepair) : Exception(isRepair
    ? "the cassette holds no answer to this repair turn: what the contract objects to in the first answer changed since the recording; record again"
    : "the cassette holds no answer to this request: the prompt, the ticket, the seed or a setting changed since the recording, or the case failed while it was made; "
        + "take the change back or record again");
