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

    private const int AtOnce = 1_000;
    private const int Ok = 0;
    private const int BadInput = 2;
    private const int Unavailable = 4;

    /// <summary>Makes all that there are due.</summary>
    public static async Task<int> AllAsync(IInbox inbox)
    {
        var replayed = 0;
        while (await inbox.DeadLettersAsync(AtOnce) is { Count: > 0 } dead)
        {
            var before = replayed;
            foreach (var letter in dead)
            {
                replayed += await inbox.ReplayAsync(letter.Conversation) ? 1 : 0;
            }

            if (replayed == before)
            {
                break;   // somebody else replays them
            }
        }

        return replayed;
    }

    public static async Task<int> RunAsync(
        IReadOnlyList<string> conversations, IConfiguration configuration, TextWriter output, TextWriter error)
    {
        const string Setting = $"{TriageOptions.Section}:{nameof(TriageOptions.DataFolder)}";
        var path = Path.Combine(configuration[Setting] ?? new TriageOptions().DataFolder, TriageHost.InboxFile);
        List<Problem> problems = File.Exists(path) ? [] : [new Problem(path, "there is no inbox", $"Set {Setting} to the service's data folder")];
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
            await using var database = SqliteDatabase.Open(path, SqliteInbox.Schema);
            var inbox = new SqliteInbox(database, TimeProvider.System);
            if (conversations.Count == 0)
            {
                await output.WriteLineAsync($"{await AllAsync(inbox)} dead letters are due again");
                return Ok;
            }

            foreach (var conversation in conversations)
            {
                var isReplayed = await inbox.ReplayAsync(new ConversationId(conversation));
                await output.WriteLineAsync($"{conversation} {(isReplayed ? "is due again" : "is no dead letter")}");
            }

            return Ok;
        }
        catch (Exception e) when (e is StorageUnavailableException or StorageVersionException)
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
