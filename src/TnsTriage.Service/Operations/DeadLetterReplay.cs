using TnsTriage.Front;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Operations;

/// <summary>
/// <c>--replay-dead-letters [CONVERSATION...]</c>: makes dead letters due, all or those named. Needs no more of the configuration than
/// where the inbox is; a service that runs on it takes them up within seconds.
/// </summary>
internal static class DeadLetterReplay
{
    public const string Switch = "--replay-dead-letters";

    private const int Ok = 0;
    private const int BadInput = 2;
    private const int Unavailable = 4;

    public static async Task<int> RunAsync(
        IReadOnlyList<string> conversations, IConfiguration configuration, TextWriter output, TextWriter error)
    {
        var section = configuration.GetSection(TriageOptions.Section);
        List<Problem> problems = [.. InboxStore.Check(section)];
        problems.AddRange(conversations
            .Where(id => !IsConversation(id))
            .Select(id => new Problem($"{Switch} {id}", "is no id of a conversation", "Write ids such as cnv_55c8c149, or none for all")));
        if (problems.Count > 0)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return BadInput;
        }

        try
        {
            await using var store = await InboxStore.OpenAsync(section, TimeProvider.System);
            if (conversations.Count == 0)
            {
                await output.WriteLineAsync($"{await store.Inbox.ReplayAllAsync()} dead letters are due again");
                return Ok;
            }

            foreach (var conversation in conversations)
            {
                var isReplayed = await store.Inbox.ReplayAsync(new ConversationId(conversation));
                await output.WriteLineAsync($"{conversation} {(isReplayed ? "is due again" : "is no dead letter")}");
            }

            return Ok;
        }
        catch (Exception e) when (e is StorageUnavailableException or StorageVersionException or InfrastructureException)
        {
            await error.WriteLineAsync(e.Message);
            return Unavailable;
        }
    }

    private static bool IsConversation(string id)
    {
        try
        {
            return new ConversationId(id).Value == id;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
